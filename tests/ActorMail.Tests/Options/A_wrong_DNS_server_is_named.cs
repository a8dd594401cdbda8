using System.Net;
using ActorMail.Options;

namespace ActorMail.Tests.Options;

public sealed class A_wrong_DNS_server_is_named
{
    [Theory]
    [InlineData("dns.example.org")]
    [InlineData("10.0.0.2:port")]
    [InlineData("10.0.0.2:70000")]
    public void By_one_clear_line(string server)
    {
        var fault = Assert.Single(OptionsReader.Read([new("Dns:Server", server)]).Faults);
        Assert.Equal($"ActorMail:Dns:Server: '{server}' is no address of a DNS server; write it like 10.0.0.2 or 10.0.0.2:5353", fault.ToString());
    }

    [Theory]
    [InlineData("10.0.0.2", "10.0.0.2", 0)]
    [InlineData("10.0.0.2:5353", "10.0.0.2", 5353)]
    [InlineData("[::1]:5353", "::1", 5353)]
    public void And_a_right_one_is_taken(string server, string address, int port)
    {
        var read = OptionsReader.Read([new("Dns:Server", server)]);
        Assert.Empty(read.Faults);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), port), read.Options.ToDns());
    }
}
