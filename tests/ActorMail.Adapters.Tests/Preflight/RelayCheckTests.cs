using ActorMail.Adapters.Tests.Wire;
using ActorMail.DevInbox;
using ActorMail.Preflight;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Preflight;

/// <summary>What is said of a relay, asked of a real server.</summary>
public sealed class RelayCheckTests : IAsyncLifetime
{
    private const string Secret = "secret-word";
    private static readonly InboxLogin Login = new("user", Secret);
    private readonly PreflightRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData(InboxTls.StartTls)]
    [InlineData(InboxTls.Implicit)]
    public async Task All_is_well_and_nothing_is_sent(InboxTls tls)
    {
        await using var inbox = await StartAsync(new DevInboxOptions { Tls = tls, RequireAuth = Login });

        var findings = await LookAsync(Rig.Relay(inbox));

        Assert.Equal(["connect", "greeting", "tls", "login", "offers"], findings.Select(finding => finding.What));
        Assert.All(findings, finding => Assert.Equal(FindingLevel.Ok, finding.Level));
        Assert.Matches(@"^TLS 1\.3, certificate for localhost, 127\.0\.0\.1, ::1 until \d{4}-\d\d-\d\d, in 36\d days$", findings[2].Text);
        Assert.Equal("SIZE 26214400, PIPELINING, 8BITMIME, SMTPUTF8; not CHUNKING", findings[4].Text);
        Assert.Equal((1, 0), (inbox.Faults.Seen(InboxPhase.Auth), inbox.Faults.Seen(InboxPhase.Mail)));
        Assert.Equal(1, inbox.Faults.Seen(InboxPhase.Quit));
    }

    [Fact]
    public async Task A_relay_of_this_machine_needs_neither_TLS_nor_a_login()
    {
        await using var inbox = await StartAsync(new DevInboxOptions { Pipelining = false, SmtpUtf8 = false });
        var findings = await LookAsync(Rig.Relay(inbox));
        Assert.Equal("not needed on this machine", PreflightRig.One(findings, "tls").Text);
        Assert.Equal("none is configured", PreflightRig.One(findings, "login").Text);
        Assert.Equal("SIZE 26214400, 8BITMIME; not PIPELINING, SMTPUTF8, CHUNKING", PreflightRig.One(findings, "offers").Text);
    }

    [Fact]
    public async Task A_dead_port_is_told_and_nothing_more_is_asked()
    {
        await using var inbox = await StartAsync(new DevInboxOptions());
        var relay = Rig.Relay(inbox);
        await inbox.DisposeAsync();
        var finding = Assert.Single(await LookAsync(relay));
        Assert.Equal(("connect", FindingLevel.Failed), (finding.What, finding.Level));
        Assert.StartsWith($"Cannot connect to 127.0.0.1:{relay.Port}", finding.Text);
    }

    [Fact]
    public async Task A_refusing_greeting_is_told_in_the_relays_words()
    {
        await using var inbox = await StartAsync(new DevInboxOptions());
        inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Connect, Action = new FaultAction.Reply(554, "no service here") });
        var finding = await FailedAsync(Rig.Relay(inbox));
        Assert.Equal("greeting", finding.What);
        Assert.Contains("554 no service here", finding.Text);
    }

    [Fact]
    public async Task A_wrong_password_is_offered_once_and_never_shown()
    {
        await using var inbox = await StartAsync(new DevInboxOptions { Tls = InboxTls.StartTls, RequireAuth = Login });
        var findings = await LookAsync(Rig.Relay(inbox) with { Password = "not-" + Secret });
        var last = findings[^1];
        Assert.Equal(("login", FindingLevel.Failed), (last.What, last.Level));
        Assert.Contains("535", last.Text);
        Assert.EndsWith("correct UserName and Password of the relay before you try again: more tries may lock the account", last.Text);
        Assert.Equal(1, inbox.Faults.Seen(InboxPhase.Auth));
        Assert.DoesNotContain(findings, finding => finding.Text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_that_is_put_off_says_so()
    {
        await using var inbox = await StartAsync(new DevInboxOptions { Tls = InboxTls.StartTls, RequireAuth = Login });
        inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Auth, Action = new FaultAction.Reply(454, "4.7.0 later") });
        var finding = await FailedAsync(Rig.Relay(inbox));
        Assert.Equal("login", finding.What);
        Assert.EndsWith("try again later", finding.Text);
    }

    [Fact]
    public async Task A_link_that_breaks_at_the_login_is_a_matter_of_the_login()
    {
        await using var inbox = await StartAsync(new DevInboxOptions { Tls = InboxTls.StartTls, RequireAuth = Login });
        inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Auth, Action = new FaultAction.Close() });
        Assert.Equal("login", (await FailedAsync(Rig.Relay(inbox))).What);
    }

    [Fact]
    public async Task Without_STARTTLS_it_fails_before_the_login()
    {
        await using var inbox = await StartAsync(new DevInboxOptions { RequireAuth = Login });
        var finding = await FailedAsync(Rig.Relay(inbox) with { Security = RelaySecurity.StartTls });
        Assert.Equal("tls", finding.What);
        Assert.Contains("does not offer STARTTLS", finding.Text);
        Assert.Equal(0, inbox.Faults.Seen(InboxPhase.Auth));
    }

    [Theory]
    [InlineData(-400, "127.0.0.1", "the certificate ended ")]
    [InlineData(10, "127.0.0.1", "the certificate begins ")]
    [InlineData(0, "127.0.0.2", "the certificate is for localhost, 127.0.0.1, ::1, not for 127.0.0.2")]
    [InlineData(0, "127.0.0.1", "nobody this machine trusts vouches for the certificate")]
    public async Task A_certificate_that_will_not_do_is_told_by_its_fault(int daysOff, string host, string fault)
    {
        using var certificate = InboxCertificate.Make(TimeProvider.System.GetUtcNow().AddDays(daysOff));
        await using var inbox = await StartAsync(
            new DevInboxOptions { Tls = InboxTls.StartTls, Certificate = certificate, Host = host, RequireAuth = Login });
        var finding = await FailedAsync(Rig.Relay(inbox) with { PinnedCertificate = null, Host = host });
        Assert.Equal("tls", finding.What);
        Assert.Contains(fault, finding.Text);
        Assert.Equal(daysOff < 0, finding.Text.Contains("ended", StringComparison.Ordinal));
        Assert.Equal(0, inbox.Faults.Seen(InboxPhase.Auth));
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_warned_of()
    {
        using var certificate = InboxCertificate.Make(TimeProvider.System.GetUtcNow().AddDays(-360));
        await using var inbox = await StartAsync(new DevInboxOptions { Tls = InboxTls.StartTls, Certificate = certificate });
        var finding = PreflightRig.One(await LookAsync(Rig.Relay(inbox)), "tls");
        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains("in 4 days", finding.Text);
    }

    [Fact]
    public async Task Several_relays_are_told_in_their_order()
    {
        await using var inbox = await StartAsync(new DevInboxOptions());
        var relay = Rig.Relay(inbox);
        var findings = await _rig.RunAsync(null, [], relay with { Name = "one", Port = 1 }, relay with { Name = "two" });
        Assert.Equal(["From", "one", "two"], findings.Select(finding => finding.About).Distinct());
    }

    [Fact]
    public async Task The_DevInbox_is_no_relay()
    {
        var findings = await _rig.RunAsync(null, []);
        Assert.Equal(["relays", "From"], findings.Select(finding => finding.About));
        Assert.All(findings, finding => Assert.Equal(FindingLevel.Warning, finding.Level));
    }

    private async Task<IReadOnlyList<Finding>> LookAsync(RelaySettings relay) =>
        [.. (await _rig.RunAsync(relay)).Where(finding => finding.About == relay.Name)];

    private async Task<Finding> FailedAsync(RelaySettings relay) =>
        (await LookAsync(relay)).Single(finding => finding.Level == FindingLevel.Failed);

    private static Task<DevInboxServer> StartAsync(DevInboxOptions options) => DevInboxServer.StartAsync(options, default);
}
