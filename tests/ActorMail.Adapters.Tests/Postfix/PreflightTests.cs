using ActorMail.Adapters.Tests.Preflight;
using ActorMail.Preflight;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Postfix;

/// <summary>The check against a server that is not ours.</summary>
public sealed class PreflightTests(PostfixServer postfix) : IClassFixture<PostfixServer>
{
    [PostfixTheory]
    [InlineData(PostfixServer.Password, FindingLevel.Ok, "accepted")]
    [InlineData("wrong-word", FindingLevel.Failed, "535")]
    public async Task A_login_under_TLS(string password, FindingLevel level, string said)
    {
        var login = PreflightRig.One(await LookAsync(Secure(password)), "login");
        Assert.Equal((level, true), (login.Level, login.Text.Contains(said, StringComparison.Ordinal)));
        Assert.DoesNotContain(password, login.Text);
    }

    [PostfixFact]
    public async Task A_certificate_that_is_not_trusted()
    {
        var findings = await LookAsync(Secure(PostfixServer.Password) with { PinnedCertificate = null });
        var tls = PreflightRig.One(findings, "tls");
        Assert.Equal((FindingLevel.Failed, true), (tls.Level, tls.Text.StartsWith("nobody this machine trusts", StringComparison.Ordinal)));
        Assert.DoesNotContain(findings, finding => finding.What == "login");
    }

    [PostfixTheory]
    [InlineData(true, "PIPELINING, 8BITMIME, SMTPUTF8, CHUNKING")]
    [InlineData(false, "8BITMIME, SMTPUTF8; not PIPELINING, CHUNKING")]
    public async Task What_it_offers(bool all, string said)
    {
        var relay = new RelaySettings
        {
            Name = "postfix", Host = "127.0.0.1", Port = all ? postfix.Port : postfix.PlainPort, Security = RelaySecurity.None,
        };
        Assert.Contains(said, PreflightRig.One(await LookAsync(relay), "offers").Text);
    }

    private RelaySettings Secure(string password) => new()
    {
        Name = "postfix", Host = "127.0.0.1", Port = postfix.LoginPort, UserName = PostfixServer.UserName, Password = password,
        PinnedCertificate = postfix.Fingerprint,
    };

    private static async Task<IReadOnlyList<Finding>> LookAsync(RelaySettings relay)
    {
        await using var rig = new PreflightRig();
        return [.. (await rig.RunAsync(relay)).Where(finding => finding.About == relay.Name)];
    }
}
