using ActorMail.Letters;
using ActorMail.Preflight;

namespace ActorMail.Adapters.Tests.Preflight;

public sealed class DmarcTests : IAsyncLifetime
{
    private const string Domain = PreflightRig.Domain;
    private const string Below = "news.example.org";
    private readonly PreflightRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData("v=DMARC1; p=reject; rua=mailto:a@example.org", "ok: _dmarc.example.org: p=reject")]
    [InlineData("v=DMARC1;p=none", "ok: _dmarc.example.org: p=none; it asks for no reports")]
    [InlineData("v=DMARC1; rua=mailto:a@example.org", "failed: _dmarc.example.org says no policy")]
    [InlineData("v=DMARC1; p=maybe", "failed: _dmarc.example.org says no policy")]
    [InlineData("p=reject; v=DMARC1", "failed: example.org publishes no policy")]
    public async Task A_policy_is(string record, string said)
    {
        _rig.Names.Text($"_dmarc.{Domain}", record);
        var finding = PreflightRig.One(await _rig.RunAsync(), "dmarc");
        Assert.StartsWith(said, $"{finding.Level.ToString().ToLowerInvariant()}: {finding.Text}");
    }

    [Fact]
    public async Task Two_are_none()
    {
        _rig.Names.Text($"_dmarc.{Domain}", "v=DMARC1; p=none", "v=DMARC1; p=reject");
        Assert.Contains("has 2 records", PreflightRig.One(await _rig.RunAsync(), "dmarc").Text);
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject; sp=none; rua=mailto:a@b.example", "_dmarc.example.org: sp=none")]
    [InlineData("v=DMARC1; p=reject; rua=mailto:a@b.example", "_dmarc.example.org: p=reject")]
    public async Task A_domain_without_one_has_that_of_the_domain_above(string record, string said)
    {
        _rig.Names.Text($"_dmarc.{Domain}", record);
        Assert.Equal(said, PreflightRig.One(await _rig.RunAsync(Below, [PreflightRig.Key]), "dmarc").Text);
    }

    [Theory]
    [InlineData(Domain, Domain, "adkim=s", FindingLevel.Ok)]
    [InlineData(Below, Domain, "adkim=r", FindingLevel.Ok)]
    [InlineData(Below, Domain, "adkim=s", FindingLevel.Failed)]
    [InlineData(Domain, null, "adkim=r", FindingLevel.Warning)]
    public async Task From_has_to_agree_with_the_key(string from, string? signer, string alignment, FindingLevel level)
    {
        _rig.Names.Text($"_dmarc.{Domain}", $"v=DMARC1; p=reject; {alignment}");
        DkimIdentity[] keys = signer is null ? [] : [PreflightRig.Key with { Domain = signer }];
        Assert.Equal(level, PreflightRig.One(await _rig.RunAsync(from, keys), "alignment").Level);
    }
}
