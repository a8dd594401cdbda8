using System.Net;
using ActorMail.Preflight;
using ActorMail.Testing.Names;

namespace ActorMail.Adapters.Tests.Preflight;

/// <summary>Hosts of mail, reverse names, and a DNS that does not do as it should.</summary>
public sealed class NamesTests : IAsyncLifetime
{
    private const string Domain = PreflightRig.Domain;
    private const string Back = "mta.example.net";
    private readonly PreflightRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task All_is_well()
    {
        _rig.Names.Reverse(PreflightRig.Outer, Back).Host(Back, PreflightRig.Outer);
        var findings = await _rig.RunAsync(PreflightRig.Away);
        Assert.Equal(["connect", "reverse", "spf", "spf", "dkim", "dmarc", "alignment", "mx"], findings.Select(finding => finding.What));
        Assert.All(findings.Skip(1), finding => Assert.Equal(FindingLevel.Ok, finding.Level));
    }

    [Theory]
    [InlineData("mx.example.org", true, FindingLevel.Ok)]
    [InlineData(".", true, FindingLevel.Failed)]
    [InlineData(null, true, FindingLevel.Warning)]
    [InlineData(null, false, FindingLevel.Failed)]
    public async Task The_senders_domain_takes_mail(string? host, bool address, FindingLevel level)
    {
        if (host is null) _rig.Names.Without(Domain, RecordType.Mx);
        else _rig.Names.MailHost(Domain, host);
        if (address) _rig.Names.Host(Domain, "203.0.113.20");
        Assert.Equal(level, PreflightRig.One(await _rig.RunAsync(), "mx").Level);
    }

    [Theory]
    [InlineData(Back, PreflightRig.Outer, "ok")]
    [InlineData(Back, "203.0.113.77", "that name does not lead back")]
    [InlineData(null, null, "has no reverse name")]
    public async Task A_relay_that_delivers_by_itself_has_a_name(string? name, string? leadsTo, string said)
    {
        if (name is not null) _rig.Names.Reverse(PreflightRig.Outer, name).Host(name, leadsTo!);
        var finding = PreflightRig.One(await _rig.RunAsync(PreflightRig.Away), "reverse");
        Assert.Equal(said == "ok" ? FindingLevel.Ok : FindingLevel.Warning, finding.Level);
        Assert.Contains(said == "ok" ? "leads back" : said, finding.Text);
    }

    [Fact]
    public async Task One_that_is_logged_in_to_is_not_asked_for_its_name() => Assert.DoesNotContain(
        await _rig.RunAsync(PreflightRig.Away with { UserName = "user", Password = "word" }), finding => finding.What == "reverse");

    [Fact]
    public async Task What_is_too_long_for_one_packet_is_asked_for_again()
    {
        _rig.Names.Fault(Domain, NameFault.TooLong);
        Assert.Equal(FindingLevel.Ok, (await _rig.RunAsync()).First(finding => finding.What == "spf").Level);
        Assert.True(_rig.Names.OverTcp > 0);
    }

    [Theory]
    [InlineData(NameFault.ServerFailure, "answers ServerFailure for")]
    [InlineData(NameFault.Silent, "does not answer for")]
    public async Task A_server_that_fails_is_told_and_not_taken_for_an_empty_answer(NameFault fault, string said)
    {
        foreach (var name in new[] { Domain, $"_dmarc.{Domain}", PreflightRig.Key.RecordName }) _rig.Names.Fault(name, fault);
        var findings = await _rig.RunAsync();
        Assert.Equal(["spf", "dkim", "dmarc", "mx"], findings.Where(finding => finding.Level == FindingLevel.Failed).Select(finding => finding.What));
        Assert.All(findings.Where(finding => finding.Level == FindingLevel.Failed), finding => Assert.Contains(said, finding.Text));
        Assert.Contains(_rig.Names.Address.ToString(), findings[^1].Text);
    }

    [Fact]
    public async Task No_server_at_all_is_told()
    {
        var nobody = new SendingPreflight(() => [], Domain, [], new IPEndPoint(IPAddress.Loopback, 1), TimeProvider.System);
        Assert.All(
            (await nobody.RunAsync(default)).Where(finding => finding.What is "spf" or "dmarc" or "mx"),
            finding => Assert.Contains("127.0.0.1:1 does not answer for", finding.Text));
    }
}
