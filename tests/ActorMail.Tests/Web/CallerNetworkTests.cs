using System.Net;
using ActorMail.Options;
using ActorMail.Web.SignUps;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMail.Tests.Web;

public sealed class CallerNetworkTests
{
    [Theory]
    [InlineData("198.51.100.7", null, "198.51.100.7")]
    [InlineData("::ffff:198.51.100.7", null, "198.51.100.7")]
    [InlineData("198.51.100.7", "203.0.113.9", "198.51.100.7")]
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("::1", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("127.0.0.1", "8.8.8.8, 203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "8.8.8.8, 203.0.113.9, 10.1.2.3", "203.0.113.9")]
    [InlineData("10.1.2.3", "203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9")]
    [InlineData("192.0.2.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "unknown", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9, <script>", "127.0.0.1")]
    [InlineData("127.0.0.1", "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:3:4:5:6", null, "2001:db8:1:2::")]
    public void A_caller_is_named_by_the_last_proxy_that_is_trusted(string connection, string? told, string caller)
    {
        var options = new ActorMailOptions { SignUp = { TrustedProxies = { "10.0.0.0/8", "192.0.2.1" } } };
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(connection) } };
        if (told is not null) context.Request.Headers["X-Forwarded-For"] = told;
        Assert.Equal(caller, new CallerNetwork(options, NullLogger<CallerNetwork>.Instance).Of(context).Place);
    }

    [Fact]
    public void Without_a_connection_of_the_network_it_is_this_machine() =>
        Assert.Equal(
            new Caller("127.0.0.1", "127.0.0.1"),
            new CallerNetwork(new ActorMailOptions(), NullLogger<CallerNetwork>.Instance).Of(new DefaultHttpContext()));

    [Fact]
    public void Of_IPv6_the_48_it_belongs_to_is_counted_too()
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("2001:db8:1:2:3:4:5:6") } };
        Assert.Equal(
            new Caller("2001:db8:1:2::", "2001:db8:1::"), new CallerNetwork(new ActorMailOptions(), NullLogger<CallerNetwork>.Instance).Of(context));
    }

    [Fact]
    public void A_site_gets_ten_times_as_much_and_everybody_what_the_node_takes()
    {
        using var gate = new SignUpGate(new ActorMailOptions { SignUp = { PerCaller = 2, PerHour = 30 } });
        Assert.Equal(2, Enumerable.Range(0, 5).Count(_ => gate.Refuses("a", "a") is null));
        Assert.Equal(20, Enumerable.Range(0, 30).Count(n => gate.Refuses($"site-{n}", "site") is null));
        Assert.Equal(8, Enumerable.Range(0, 30).Count(n => gate.Refuses($"other-{n}", $"other-{n}") is null));
    }
}
