using System.Net;
using ActorMail.Preflight;
using ActorMail.Preflight.Names;
using ActorMail.Preflight.Spf;
using ActorMail.Testing.Names;

namespace ActorMail.Adapters.Tests.Preflight;

/// <summary>RFC 7208 by its records, and what is said of them.</summary>
public sealed class SpfTests : IAsyncLifetime
{
    private const string Domain = PreflightRig.Domain;
    private readonly PreflightRig _rig = new();

    public Task InitializeAsync()
    {
        _rig.Names.Host(Domain, "203.0.113.20").Host("mail.example.org", "203.0.113.30", "2001:db8::30").Host("there.example", "127.0.0.2")
            .MailHost("esp.example", "mail.example.org")
            .Text("esp.example", "v=spf1 ip4:203.0.113.40 -all")
            .Text("soft.example", "v=spf1 ip4:203.0.113.40 ~all")
            .Text("everybody.example", "v=spf1 +all")
            .Text("loop.example", "v=spf1 include:loop.example -all")
            .Text("two.example", "v=spf1 -all", "v=spf1 ~all")
            .Fault("broken.example", NameFault.ServerFailure);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData("ip4:203.0.113.0/24 -all", "203.0.113.9", "Pass")]
    [InlineData("ip4:203.0.113.0/24 -all", "203.0.114.9", "Fail")]
    [InlineData("ip4:203.0.113.9 ~all", "203.0.113.10", "SoftFail")]
    [InlineData("IP4:203.0.113.9 -ALL", "203.0.113.9", "Pass")]
    [InlineData("-ip4:203.0.113.9 +all", "203.0.113.9", "Fail")]
    [InlineData("ip6:2001:db8::/32 -all", "2001:db8:1::5", "Pass")]
    [InlineData("ip6:2001:db8::/32 -all", "203.0.113.9", "Fail")]
    [InlineData("ip4:203.0.113.9 -all", "2001:db8::1", "Fail")]
    [InlineData("a -all", "203.0.113.20", "Pass")]
    [InlineData("a -all", "203.0.113.21", "Fail")]
    [InlineData("a/24 -all", "203.0.113.21", "Pass")]
    [InlineData("a:mail.example.org -all", "203.0.113.30", "Pass")]
    [InlineData("a:mail.example.org//64 -all", "2001:db8::99", "Pass")]
    [InlineData("a:mail.example.org/24//128 -all", "2001:db8::99", "Fail")]
    [InlineData("mx:esp.example -all", "203.0.113.30", "Pass")]
    [InlineData("mx:esp.example -all", "203.0.113.31", "Fail")]
    [InlineData("include:esp.example ?all", "203.0.113.40", "Pass")]
    [InlineData("include:esp.example ?all", "203.0.113.41", "Neutral")]
    [InlineData("include:soft.example -all", "203.0.113.41", "Fail")]
    [InlineData("exists:there.example -all", "203.0.113.9", "Pass")]
    [InlineData("exists:%{i}.list.example -all", "203.0.113.9", "Untold")]
    [InlineData("ptr -all", "203.0.113.9", "Untold")]
    [InlineData("ptr ip4:203.0.113.9 -all", "203.0.113.9", "Pass")]
    [InlineData("redirect=esp.example", "203.0.113.40", "Pass")]
    [InlineData("redirect=esp.example", "203.0.113.41", "Fail")]
    [InlineData("redirect=esp.example -all", "203.0.113.40", "Fail")]
    [InlineData("exp=why.example future=thing", "203.0.113.9", "Neutral")]
    [InlineData("include:nothing.example -all", "203.0.113.9", "PermError")]
    [InlineData("redirect=nothing.example", "203.0.113.9", "PermError")]
    [InlineData("include:two.example -all", "203.0.113.9", "PermError")]
    [InlineData("include:loop.example -all", "203.0.113.9", "PermError")]
    [InlineData("a:no1.example a:no2.example -all", "203.0.113.9", "Fail")]
    [InlineData("a:no1.example a:no2.example a:no3.example -all", "203.0.113.9", "PermError")]
    [InlineData("include:broken.example -all", "203.0.113.9", "TempError")]
    public async Task A_record_comes_to(string terms, string address, string result)
    {
        Assert.True(SpfRecord.TryParse("v=spf1 " + terms, out var record, out var fault), fault);
        var verdict = await new SpfWalk(new NameServers(_rig.Names.Address), IPAddress.Parse(address)).JudgeAsync(Domain, record, default);
        Assert.Equal((result, result is "PermError" or "TempError"), (verdict.Result.ToString(), verdict.Why is not null));
    }

    [Theory]
    [InlineData("ip4:203.0.113.0/33")]
    [InlineData("ip4:203.0.113")]
    [InlineData("ip4:2001:db8::1")]
    [InlineData("ip6:203.0.113.9")]
    [InlineData("ipv4:203.0.113.9")]
    [InlineData("include:")]
    [InlineData("include")]
    [InlineData("a:")]
    [InlineData("a/x")]
    [InlineData("all:x")]
    [InlineData("redirect=")]
    [InlineData("redirect=a.example redirect=b.example")]
    [InlineData("203.0.113.9")]
    [InlineData("0")]
    public async Task What_cannot_be_read_is_named(string terms)
    {
        _rig.Names.Text(Domain, $"v=spf1 {terms} -all");
        var finding = await FailedAsync();
        Assert.StartsWith($"the SPF record of {Domain} cannot be read: ", finding.Text);
    }

    [Fact]
    public async Task The_address_of_a_relay_is_looked_for()
    {
        var findings = await SpfAsync();
        Assert.Equal(Finding.Ok(Domain, "spf", "one record, 0 of 10 look-ups, ends with -all"), findings[0]);
        Assert.Equal(Finding.Ok(Domain, "spf", "away may send: 203.0.113.9"), findings[1]);
    }

    [Fact]
    public async Task A_relay_that_is_not_named_is_warned_of()
    {
        _rig.Names.Text(Domain, "v=spf1 include:esp.example ~all");
        var finding = (await SpfAsync())[1];
        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.StartsWith("the record does not name away at 203.0.113.9 (softfail)", finding.Text);
    }

    [Fact]
    public async Task Of_an_inner_relay_it_cannot_be_told()
    {
        var findings = await SpfAsync(PreflightRig.Away with { Host = "127.0.0.1", Port = 1 });
        Assert.Equal(FindingLevel.Warning, findings[1].Level);
        Assert.Contains("cannot be told from here", findings[1].Text);
    }

    [Theory]
    [InlineData("-all", FindingLevel.Ok)]
    [InlineData("~all", FindingLevel.Ok)]
    [InlineData("?all", FindingLevel.Warning)]
    [InlineData("", FindingLevel.Warning)]
    [InlineData("+all", FindingLevel.Failed)]
    [InlineData("all", FindingLevel.Failed)]
    [InlineData("redirect=esp.example", FindingLevel.Ok)]
    public async Task It_matters_how_it_ends(string end, FindingLevel level)
    {
        _rig.Names.Text(Domain, $"v=spf1 ip4:203.0.113.9 {end}".TrimEnd());
        Assert.Equal(level, (await SpfAsync())[0].Level);
    }

    [Fact]
    public async Task None_is_told()
    {
        _rig.Names.Text(Domain, "v=spf10 -all");
        Assert.StartsWith($"{Domain} publishes no SPF record", (await FailedAsync()).Text);
    }

    [Fact]
    public async Task Two_are_none()
    {
        _rig.Names.Text(Domain, "v=spf1 -all", "v=spf1 ~all");
        Assert.StartsWith($"{Domain} publishes 2 SPF records", (await FailedAsync()).Text);
    }

    [Fact]
    public async Task Ten_look_ups_are_taken_and_the_eleventh_is_too_many()
    {
        var ten = string.Concat(Enumerable.Range(1, 10).Select(n => $"a:h{n}.example "));
        _rig.Names.Text(Domain, $"v=spf1 {ten}-all");
        Assert.StartsWith("one record, 10 of 10 look-ups", (await SpfAsync())[0].Text);
        _rig.Names.Text(Domain, $"v=spf1 {ten}include:esp.example -all");
        Assert.StartsWith("it takes more than 10 look-ups", (await FailedAsync()).Text);
    }

    [Fact]
    public async Task A_broken_include_is_found_whatever_the_relays_address()
    {
        _rig.Names.Text(Domain, "v=spf1 ip4:203.0.113.9 include:nothing.example -all");
        Assert.Contains("include:nothing.example", (await FailedAsync()).Text);
    }

    [Fact]
    public async Task An_include_of_everybody_lets_everybody_in()
    {
        _rig.Names.Text(Domain, "v=spf1 include:everybody.example -all");
        Assert.Equal("away may send: 203.0.113.9", (await SpfAsync())[1].Text);
    }

    private async Task<IReadOnlyList<Finding>> SpfAsync(params ActorMail.Relays.RelaySettings[] relays) =>
        [.. (await _rig.RunAsync(relays.Length == 0 ? [PreflightRig.Away] : relays)).Where(finding => finding.What == "spf")];

    private async Task<Finding> FailedAsync()
    {
        var finding = Assert.Single(await SpfAsync());
        Assert.Equal(FindingLevel.Failed, finding.Level);
        return finding;
    }
}
