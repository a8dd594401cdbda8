using ActorMail.Options;

namespace ActorMail.Tests.Options;

public sealed class Wrong_signing_keys_are_named
{
    [Theory]
    [InlineData("Selector=m1;PrivateKeyFile=", "PrivateKeyFile", "missing; give a PEM file")]
    [InlineData("Selector=;PrivateKeyFile=k.pem", "Selector", "missing; give the name under _domainkey")]
    [InlineData("Selector=m 1;PrivateKeyFile=k.pem", "Selector", "no name in the DNS")]
    [InlineData("Domain=b\u00fccher.example;Selector=m1;PrivateKeyFile=k.pem", "Domain", "no domain (in its ASCII form)")]
    [InlineData("Domain=other.example;Selector=m1;PrivateKeyFile=k.pem", "Domain", "would sign nothing")]
    [InlineData("Domain=x.news.example.org;Selector=m1;PrivateKeyFile=k.pem", "Domain", "would sign nothing")]
    [InlineData("Domain=ws.example.org;Selector=m1;PrivateKeyFile=k.pem", "Domain", "would sign nothing")]
    public void Each_with_what_would_be_right(string lines, string key, string says)
    {
        var fault = Assert.Single(Read("From=a@news.example.org", lines.Split(';')));

        Assert.Equal($"ActorMail:Dkim:0:{key}", fault.Path);
        Assert.Contains(says, fault.Message);
    }

    [Fact]
    public void Two_keys_of_one_domain_have_two_selectors() => Assert.Equal(
        "ActorMail:Dkim:1:Selector: 'M1' names two keys of example.org; give each its own",
        Assert.Single(Section.Read(
            "From=a@example.org", "Dkim:0:Selector=m1", "Dkim:0:PrivateKeyFile=a.pem",
            "Dkim:1:Domain=example.org", "Dkim:1:Selector=M1", "Dkim:1:PrivateKeyFile=b.pem").Faults).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("Domain=News.Example.org;")]
    [InlineData("Domain=example.org;")]
    public void The_senders_domain_and_those_above_it_are_sound(string domain) =>
        Assert.Empty(Read("From=a@news.example.org", $"{domain}Selector=m1.eu;PrivateKeyFile=k.pem".Split(';')));

    private static IReadOnlyList<OptionFault> Read(string from, string[] lines) =>
        Section.Read([from, .. lines.Select(line => $"Dkim:0:{line}")]).Faults;
}
