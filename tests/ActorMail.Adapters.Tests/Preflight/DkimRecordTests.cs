using System.Security.Cryptography;
using ActorMail.Letters;
using ActorMail.Preflight;
using ActorMail.Testing.Names;

namespace ActorMail.Adapters.Tests.Preflight;

/// <summary>The node's keys against what is published of them.</summary>
public sealed class DkimRecordTests : IAsyncLifetime
{
    private const string Domain = PreflightRig.Domain;
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly DkimIdentity RsaKey = new(Domain, "r1", DkimKeyKind.Rsa, Rsa.ExportSubjectPublicKeyInfo());
    private static readonly string Ed = Convert.ToBase64String(PreflightRig.Key.PublicKey.Span);
    private readonly PreflightRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData("v=DKIM1; k=ed25519; p=@", "ok: m1._domainkey.example.org is the key of this node")]
    [InlineData("k=ed25519;p=@;t=s;h=sha1:sha256;s=email;", "ok: ")]
    [InlineData("v=DKIM1; k=ed25519; p=@; t=s:y", "warning: m1._domainkey.example.org says t=y")]
    [InlineData("v=DKIM1; k=ed25519; p=", "failed: m1._domainkey.example.org is revoked")]
    [InlineData("v=DKIM1; p=@", "failed: m1._domainkey.example.org is of another kind (k=rsa)")]
    [InlineData("v=DKIM2; k=ed25519; p=@", "failed: m1._domainkey.example.org is of version DKIM2")]
    [InlineData("v=DKIM1; k=ed25519; p=@; h=sha1", "failed: m1._domainkey.example.org does not allow sha256")]
    [InlineData("v=DKIM1; k=ed25519; p=@; s=tlsrpt", "failed: m1._domainkey.example.org is not for e-mail")]
    [InlineData("v=DKIM1; k=ed25519; p=****", "failed: m1._domainkey.example.org holds no key that can be read")]
    [InlineData("v=DKIM1; k=ed25519; p=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "failed: m1._domainkey.example.org is not the public half")]
    public async Task A_record_is(string record, string said)
    {
        _rig.Names.Text(PreflightRig.Key.RecordName, record.Replace("@", Ed));
        var finding = PreflightRig.One(await _rig.RunAsync(), "dkim");
        Assert.StartsWith(said, $"{finding.Level.ToString().ToLowerInvariant()}: {finding.Text}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_RSA_key_is_known_in_both_forms_and_in_several_strings(bool bare)
    {
        var p = Convert.ToBase64String(bare ? Rsa.ExportRSAPublicKey() : Rsa.ExportSubjectPublicKeyInfo());
        _rig.Names.Text(RsaKey.RecordName, $"v=DKIM1; p={p}");
        Assert.Equal(FindingLevel.Ok, PreflightRig.One(await _rig.RunAsync(Domain, [RsaKey]), "dkim").Level);
    }

    [Fact]
    public async Task Another_RSA_key_is_not_taken_for_it()
    {
        using var other = RSA.Create(2048);
        _rig.Names.Text(RsaKey.RecordName, $"v=DKIM1; p={Convert.ToBase64String(other.ExportRSAPublicKey())}");
        Assert.Contains("is not the public half", PreflightRig.One(await _rig.RunAsync(Domain, [RsaKey]), "dkim").Text);
    }

    [Fact]
    public async Task What_to_publish_is_said()
    {
        _rig.Names.Without(PreflightRig.Key.RecordName, RecordType.Txt);
        var finding = PreflightRig.One(await _rig.RunAsync(), "dkim");
        Assert.Equal((FindingLevel.Failed, true), (finding.Level, finding.Text.EndsWith($"add TXT \"{PreflightRig.Key.Record}\"")));
    }

    [Fact]
    public async Task Two_records_are_one_too_many()
    {
        _rig.Names.Text(PreflightRig.Key.RecordName, PreflightRig.Key.Record, "v=DKIM1; p=");
        Assert.Contains("has 2 records", PreflightRig.One(await _rig.RunAsync(), "dkim").Text);
    }

    [Fact]
    public async Task Each_key_is_told_and_none_is_a_warning()
    {
        _rig.Names.Text(RsaKey.RecordName, RsaKey.Record);
        Assert.Equal(2, (await _rig.RunAsync(Domain, [PreflightRig.Key, RsaKey])).Count(finding => finding.What == "dkim"));
        Assert.Equal(FindingLevel.Warning, PreflightRig.One(await _rig.RunAsync(Domain, []), "dkim").Level);
    }
}
