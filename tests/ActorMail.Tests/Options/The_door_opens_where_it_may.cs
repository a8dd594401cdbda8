using ActorMail.Options;

namespace ActorMail.Tests.Options;

public sealed class The_door_opens_where_it_may
{
    [Theory]
    [InlineData("urls=http://127.0.0.1:5080")]
    [InlineData("urls=http://localhost:5080;http://[::1]:5081")]
    [InlineData("URLS=https://127.0.0.2:5080")]
    [InlineData("Kestrel:Endpoints:Http:Url=http://127.0.0.1:5080")]
    [InlineData("unrelated=1")]
    public void This_machine_may_come_without_a_key(string line) => Assert.Empty(Faults([line]));

    [Theory]
    [InlineData("urls=http://0.0.0.0:5080", "urls")]
    [InlineData("urls=http://*:5080", "urls")]
    [InlineData("urls=http://+:5080", "urls")]
    [InlineData("urls=http://[::]:5080", "urls")]
    [InlineData("urls=http://192.168.1.5:5080", "urls")]
    [InlineData("urls=http://news.example.org:5080", "urls")]
    [InlineData("urls=http://127.0.0.1:1;http://0.0.0.0:2", "urls")]
    [InlineData("http_ports=8080", "http_ports")]
    [InlineData("https_ports=8443", "https_ports")]
    [InlineData("Kestrel:Endpoints:Main:Url=http://*:80", "Kestrel:Endpoints:Main:Url")]
    public void Other_machines_need_a_key(string line, string key)
    {
        var fault = Assert.Single(Faults([line]));
        Assert.Equal(key, fault.Path);
        Assert.Contains("set ActorMail:ApiKeys:0:Key", fault.Message);
        Assert.Empty(Faults([line], new ApiKeyOptions { Key = "0123456789abcdef" }));
    }

    [Theory]
    [InlineData("urls=5080")]
    [InlineData("urls=127.0.0.1:5080")]
    [InlineData("http_ports=many")]
    public void What_is_no_address_is_named(string line) =>
        Assert.Contains("is no address such as", Assert.Single(Faults([line])).Message);

    [Theory]
    [InlineData("urls=http://127.0.0.1:0")]
    [InlineData("urls=http://unix:/run/actormail.sock")]
    public void An_address_letters_cannot_link_to_needs_a_public_one(string line) =>
        Assert.Equal("ActorMail:PublicUrl", Assert.Single(Faults([line])).Path);

    [Fact]
    public void Endpoints_hide_urls_and_urls_hide_ports()
    {
        var read = ListeningAddress.Read(Section.Pairs("http_ports=8080", "urls=http://127.0.0.1:7000"));
        Assert.Equal(new Uri("http://127.0.0.1:7000"), Assert.Single(read).Link);
        read = ListeningAddress.Read(Section.Pairs("urls=http://*:1", "Kestrel:Endpoints:A:Url=http://localhost:2"));
        Assert.Equal(new Uri("http://localhost:2"), Assert.Single(read).Link);
    }

    [Fact]
    public void Nothing_said_means_port_5080_of_this_machine() =>
        Assert.Equal(new Uri("http://127.0.0.1:5080"), Assert.Single(ListeningAddress.Read([])).Link);

    private static List<OptionFault> Faults(string[] lines, params ApiKeyOptions[] keys) =>
        [.. ListeningAddress.Check(
            ListeningAddress.Read(Section.Pairs(lines)), new ActorMailOptions { ApiKeys = keys })];
}
