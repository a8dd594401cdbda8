using ActorMail.DevInbox;
using ActorMail.Relays;
using ActorMail.Smtp.Wire;

namespace ActorMail.Adapters.Tests.Wire;

public sealed class SecurityTests
{
    private static readonly InboxLogin Login = new("user", "secret-word");

    [Fact]
    public async Task Without_STARTTLS_nothing_is_said_that_matters()
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { RequireAuth = Login }, relay => relay with { Security = RelaySecurity.StartTls });

        Assert.Equal(RelayFaultKind.Security, (await rig.OpenAsync())?.Kind);

        AssertNothingSaid(rig);
        Assert.IsType<SendResult.Broken>(await rig.SendAsync());
    }

    [Fact]
    public async Task Bytes_slipped_in_after_the_220_of_STARTTLS_are_not_believed()
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { Tls = InboxTls.StartTls, RequireAuth = Login });
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = InboxPhase.StartTls, Action = new FaultAction.Garbage("220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n"),
        });

        Assert.NotNull(await rig.OpenAsync());

        AssertNothingSaid(rig);
    }

    [Theory]
    [InlineData(InboxTls.StartTls)]
    [InlineData(InboxTls.Implicit)]
    public async Task A_certificate_nobody_vouches_for_ends_it(InboxTls tls)
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { Tls = tls, RequireAuth = Login }, relay => relay with { PinnedCertificate = null });

        Assert.Equal(RelayFaultKind.Security, (await rig.OpenAsync())?.Kind);

        AssertNothingSaid(rig);
    }

    [Fact]
    public async Task A_pin_trusts_one_certificate_and_no_other()
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { Tls = InboxTls.Implicit }, relay => relay with { PinnedCertificate = new string('0', 64) });

        Assert.Equal(RelayFaultKind.Security, (await rig.OpenAsync())?.Kind);

        AssertNothingSaid(rig);
    }

    [Fact]
    public async Task Credentials_never_go_to_another_machine_in_plain_text()
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { RequireAuth = Login },
            connector: new MailKitConnector { IsLoopback = _ => false });

        var fault = await rig.OpenAsync();

        Assert.Equal(RelayFaultKind.Security, fault?.Kind);
        Assert.Equal(0, rig.Inbox.Faults.Seen(InboxPhase.Ehlo));
        AssertNothingSaid(rig);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("LOGIN PLAIN")]
    public async Task A_wrong_password_is_offered_once(string mechanisms)
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { RequireAuth = Login, AuthMechanisms = mechanisms }, relay => relay with { Password = "wrong" });

        var fault = await rig.OpenAsync();

        Assert.Equal(RelayFaultKind.Credentials, fault?.Kind);
        Assert.DoesNotContain("wrong", fault!.Why, StringComparison.Ordinal);
        Assert.Equal(1, rig.Inbox.Faults.Seen(InboxPhase.Auth));
    }

    [Theory]
    [InlineData("secret-word")]
    [InlineData("c2VjcmV0LXdvcmQ=")]
    [InlineData("AHVzZXIAc2VjcmV0LXdvcmQ=")]
    public async Task A_relay_that_repeats_the_password_does_not_make_it_known(string repeated)
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { RequireAuth = Login });
        rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Auth, Action = new FaultAction.Reply(535, $"5.7.8 what is {repeated}?") });

        Assert.EndsWith("5.7.8 what is (hidden)?", (await rig.OpenAsync())?.Why);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task The_right_one_opens_the_session(string mechanisms)
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { RequireAuth = Login, AuthMechanisms = mechanisms });

        Assert.Null(await rig.OpenAsync());
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());
    }

    [Theory]
    [InlineData("CRAM-MD5")]
    [InlineData("XOAUTH2")]
    public async Task A_relay_without_a_mechanism_of_ours_is_a_matter_of_credentials(string mechanisms)
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { RequireAuth = Login, AuthMechanisms = mechanisms });

        Assert.Equal(RelayFaultKind.Credentials, (await rig.OpenAsync())?.Kind);
    }

    [Fact]
    public async Task A_relay_that_wants_a_login_we_do_not_have_is_a_matter_of_the_relay_and_not_of_the_run()
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { RequireAuth = Login }, relay => relay with { UserName = null });
        Assert.Null(await rig.OpenAsync());

        var result = Assert.IsType<SendResult.RelayRefused>(await rig.SendAsync());

        Assert.Equal((530, false), (result.Reply.Code, result.SessionUsable));
    }

    private static void AssertNothingSaid(Rig rig)
    {
        Assert.Equal(0, rig.Inbox.Faults.Seen(InboxPhase.Auth));
        Assert.Equal(0, rig.Inbox.Faults.Seen(InboxPhase.Mail));
    }
}
