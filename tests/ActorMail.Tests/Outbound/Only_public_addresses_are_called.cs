using System.Net;
using ActorMail.Outbound.Addresses;

namespace ActorMail.Tests.Outbound;

public sealed class Only_public_addresses_are_called
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("192.0.3.1", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("64:ff9b::8.8.8.8", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("203.0.113.9", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::127.0.0.1", false)]
    [InlineData("64:ff9b:1::10.0.0.1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("ff02::1", false)]
    public void Each_network_is_known(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1/", "public internet")]
    [InlineData("http://2130706433/", "public internet")]
    [InlineData("http://0x7f000001/", "public internet")]
    [InlineData("http://0177.0.0.1/", "public internet")]
    [InlineData("http://127.1/", "public internet")]
    [InlineData("http://[::1]/", "public internet")]
    [InlineData("http://[::ffff:127.0.0.1]/", "public internet")]
    [InlineData("http://[::ffff:a9fe:a9fe]/latest/meta-data/", "public internet")]
    [InlineData("http://169.254.169.254/latest/meta-data/", "public internet")]
    [InlineData("https://example.org:8443/", "port 8443")]
    [InlineData("http://example.org:25/", "port 25")]
    [InlineData("http://user:secret@example.org/", "name or password")]
    [InlineData("ftp://example.org/", "neither http nor https")]
    [InlineData("file:///etc/passwd", "neither http nor https")]
    [InlineData("gopher://example.org/", "neither http nor https")]
    public void What_shows_in_the_address_is_refused_before_any_name_is_looked_up(string url, string why) =>
        Assert.Contains(why, Of("203.0.113.1").Fault(new Uri(url)));

    [Theory]
    [InlineData("http://example.org/")]
    [InlineData("https://example.org/")]
    [InlineData("http://8.8.8.8/")]
    [InlineData("https://example.org:80/")]
    public void Others_may_be_asked(string url) => Assert.Null(Of("8.8.8.8").Fault(new Uri(url)));

    [Fact]
    public async Task Every_address_of_a_name_has_to_be_public()
    {
        Assert.Equal(["8.8.8.8", "2606:4700::1"], (await Of("8.8.8.8", "2606:4700::1").AddressesAsync("a.example", 80, default)).Select(a => $"{a}"));
        foreach (var mixed in new[] { "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254" })
            await Assert.ThrowsAsync<DestinationRefusedException>(() => Of("8.8.8.8", mixed).AddressesAsync("a.example", 80, default));
        await Assert.ThrowsAsync<DestinationRefusedException>(() => Of().AddressesAsync("a.example", 80, default));
    }

    [Fact]
    public async Task A_trusted_destination_is_reached_wherever_it_is_but_only_on_its_port()
    {
        var destinations = new Destinations(["intranet.example:8080", "::1:9000"], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1")]));
        Assert.Null(destinations.Fault(new Uri("http://INTRANET.example:8080/feed")));
        Assert.Null(destinations.Fault(new Uri("http://[::1]:9000/")));
        Assert.NotNull(destinations.Fault(new Uri("http://intranet.example:8081/")));
        Assert.Single(await destinations.AddressesAsync("intranet.example", 8080, default));
        await Assert.ThrowsAsync<DestinationRefusedException>(() => destinations.AddressesAsync("intranet.example", 80, default));
    }

    private static Destinations Of(params string[] addresses) =>
        new([], (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]));
}
