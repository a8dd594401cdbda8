using ActorMail.Delivery;
using ActorMail.Relays;
using ActorMail.SignUps;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Testing;
using ActorMail.Tests.Engine;
using ActorMail.Tokens;

namespace ActorMail.Tests.SignUps;

public sealed class SignUpRunTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AddressMarks Marks = new(new InstanceKeys(new byte[32]));
    private static readonly TimeSpan StoreWithin = TimeSpan.FromMilliseconds(50);
    private readonly Relays _relays = new();
    private readonly Watch _watch = new();
    private SqlDatabase _database = null!;
    private Mails _mails = null!;
    private SignUpRun _run = null!;

    private ScriptedRelay One => _relays.Each["one"];

    private ScriptedRelay Two => _relays.Each["two"];

    public async Task InitializeAsync()
    {
        _database = await EngineKit.OpenAsync();
        _mails = new Mails(_database.SignUpMails);
        _run = RunOver(Relay("one"), Relay("two"));
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Without_a_mail_no_session_is_opened()
    {
        Assert.Empty(await _run.SendDueAsync(None));
        Assert.Equal(0, One.Connections + Two.Connections);
    }

    [Fact]
    public async Task All_that_is_due_goes_over_one_session_each_mail_stored_before_the_next_begins()
    {
        await AskAsync("a", "b", "c");
        One.Answer = async (email, _) =>
        {
            var standing = await _database.SignUps.ListAsync(null, 10, None);
            Assert.All(standing.TakeWhile(other => other.Email.ToString() != email), other => Assert.Equal(SignUpState.Mailed, other.State));
            return ScriptedRelay.Accepted;
        };
        Assert.Empty(await _run.SendDueAsync(None));
        Assert.Equal([("a@example.net", 1), ("b@example.net", 1), ("c@example.net", 1)], One.Began);
        Assert.Equal(0, One.SendingNow);
        Assert.Equal([SignUpState.Mailed, SignUpState.Mailed, SignUpState.Mailed], await StatesAsync());
    }

    [Fact]
    public async Task A_relay_that_cannot_be_opened_gives_way_to_the_next()
    {
        await AskAsync("a");
        One.Opening = () => new RelayFault(RelayFaultKind.Unavailable, "down");
        Assert.Equal(["one: down"], await _run.SendDueAsync(None));
        Assert.Single(Two.Began);
    }

    [Fact]
    public async Task With_no_relay_in_reach_the_reason_is_told_and_the_mail_stays()
    {
        await AskAsync("a");
        One.Opening = Two.Opening = () => new RelayFault(RelayFaultKind.Unavailable, "down");
        Assert.Equal(["one: down", "two: down"], await _run.SendDueAsync(None));
        Assert.Equal([SignUpState.Waiting], await StatesAsync());
        Assert.True(await _database.SignUpMails.AnyDueAsync(None));
        // A pause: what is asked again at once does not knock again.
        One.Opening = Two.Opening = () => throw new InvalidOperationException("knocked");
        Assert.Empty(await _run.SendDueAsync(None));
    }

    [Fact]
    public async Task A_relay_whose_login_was_corrected_is_tried_at_once()
    {
        await AskAsync("a");
        RelayRoster roster = new([Relay("one") with { Password = "wrong" }], DomainLimits.Default);
        _run = RunOver(roster);
        One.Opening = () => new RelayFault(RelayFaultKind.Credentials, "535 wrong");
        Assert.Equal(["one: 535 wrong"], await _run.SendDueAsync(None));
        One.Opening = () => null;
        Assert.Empty(await _run.SendDueAsync(None));
        Assert.Equal([SignUpState.Waiting], await StatesAsync());
        roster.Change([Relay("one") with { Password = "right" }], DomainLimits.Default);
        Assert.Empty(await _run.SendDueAsync(None));
        Assert.Equal([SignUpState.Mailed], await StatesAsync());
    }

    [Fact]
    public async Task A_relay_that_refuses_everybody_is_left_for_the_next_one()
    {
        await AskAsync("a", "b");
        One.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.RelayRefused(new SmtpReply(454, null, "quota")));
        Assert.Equal(["one: 454 quota"], await _run.SendDueAsync(None));
        Assert.Equal(("a@example.net", "b@example.net"), (Assert.Single(One.Began).Email, Assert.Single(Two.Began).Email));
        Assert.Equal([SignUpState.Waiting, SignUpState.Mailed], await StatesAsync());
    }

    [Fact]
    public async Task A_day_that_is_used_up_sends_nothing_over_that_relay()
    {
        await AskAsync("a", "b");
        _run = RunOver(Relay("one") with { MessagesPerDay = 1 });
        Assert.Equal(["one: its limit of messages is used up"], await _run.SendDueAsync(None));
        Assert.Equal("a@example.net", Assert.Single(One.Began).Email);
        Assert.Equal([SignUpState.Mailed, SignUpState.Waiting], await StatesAsync());
    }

    [Fact]
    public async Task A_mail_another_node_was_faster_with_uses_up_nothing_of_the_day()
    {
        await AskAsync("a");
        _run = RunOver(Relay("one") with { MessagesPerDay = 1 });
        _mails.OthersAreFaster = true;
        Assert.Empty(await _run.SendDueAsync(None));
        _mails.OthersAreFaster = false;
        Assert.Empty(await _run.SendDueAsync(None));
        Assert.Single(One.Began);
    }

    [Fact]
    public async Task Told_to_stop_it_ends_the_open_mail_and_begins_no_other()
    {
        await AskAsync("a", "b");
        using var stop = new CancellationTokenSource();
        One.Answer = (_, _) =>
        {
            stop.Cancel();
            return Task.FromResult(ScriptedRelay.Accepted);
        };
        await _run.SendDueAsync(stop.Token);
        Assert.Single(One.Began);
        Assert.Equal([SignUpState.Mailed, SignUpState.Waiting], await StatesAsync());
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_sent_for_once_more_and_not_over_the_same_relay()
    {
        await AskAsync("a");
        One.Answer = Two.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.Uncertain("no answer"));
        _mails.ResendsAtOnce = true;
        Assert.Equal(["one: no answer", "two: no answer"], await _run.SendDueAsync(None));
        Assert.Equal((1, 1), (One.Began.Count, Two.Began.Count));
        Assert.Equal([SignUpState.Uncertain], await StatesAsync());
    }

    [Fact]
    public async Task A_relay_the_dispatcher_has_stopped_using_is_not_knocked_at()
    {
        await AskAsync("a");
        foreach (var use in new[] { RelayUse.Paused, RelayUse.Waiting, RelayUse.UsedUp })
        {
            _watch.Uses = [("one", use), ("two", use)];
            Assert.Empty(await _run.SendDueAsync(None));
        }

        Assert.Equal(0, One.Connections + Two.Connections);
        _watch.Uses = [("one", RelayUse.Paused), ("two", RelayUse.Open)];
        Assert.Empty(await _run.SendDueAsync(None));
        Assert.Equal((0, 1), (One.Began.Count, Two.Began.Count));
    }

    [Fact]
    public async Task A_node_that_stops_does_not_wait_for_ever_for_a_store_that_takes_no_end()
    {
        await AskAsync("a");
        using var stop = new CancellationTokenSource();
        One.Answer = (_, _) =>
        {
            _mails.IsAway = true;
            stop.Cancel();
            return Task.FromResult(ScriptedRelay.Accepted);
        };
        await Assert.ThrowsAsync<MailInDoubtException>(() => _run.SendDueAsync(stop.Token));
    }

    private static RelaySettings Relay(string name) => new() { Name = name, Host = "localhost", Port = 25 };

    private SignUpRun RunOver(params IReadOnlyList<RelaySettings> relays) => RunOver(new RelayRoster(relays, DomainLimits.Default));

    private SignUpRun RunOver(RelayRoster roster) => new(new SignUpParts(
        _mails, roster, _watch, _relays, _database.Allowance, new PlainPress(),
        new SignUpEnds(RetrySchedule.Default, OnUncertain.Resend), StoreWithin, TimeProvider.System, new Random(1)));

    private async Task AskAsync(params IReadOnlyList<string> names)
    {
        foreach (var email in names.Select(name => EmailAddress.Parse($"{name}@example.net")))
            await _database.SignUps.AskAsync(new SignUpWish(email, Marks.Of(email), Marks.OfMailbox(email), ["news"]), None);
    }

    private async Task<IEnumerable<SignUpState>> StatesAsync() =>
        (await _database.SignUps.ListAsync(null, 10, None)).Select(signUp => signUp.State);

    /// <summary>The real ones, of a store that may be away.</summary>
    private sealed class Mails(ISignUpMails real) : ISignUpMails
    {
        public bool IsAway { get; set; }

        public bool ResendsAtOnce { get; set; }

        public bool OthersAreFaster { get; set; }

        public Task<bool> AnyDueAsync(CancellationToken cancel) => real.AnyDueAsync(cancel);

        public Task<SignUpMail?> ClaimAsync(Guid holder, TimeSpan lease, OnUncertain onUncertain, CancellationToken cancel) =>
            OthersAreFaster ? Task.FromResult<SignUpMail?>(null) : real.ClaimAsync(holder, lease, onUncertain, cancel);

        public Task EndAsync(SignUpMail mail, Guid holder, SignUpMailEnd end, CancellationToken cancel) =>
            IsAway ? Task.FromException(new StoreUnavailableException("away"))
            : ResendsAtOnce && end is SignUpMailEnd.Uncertain { ResendIn: not null } lost
                ? real.EndAsync(mail, holder, lost with { ResendIn = TimeSpan.Zero }, cancel)
            : real.EndAsync(mail, holder, end, cancel);

        public Task<int> SweepAsync(TimeSpan lasts, CancellationToken cancel) => real.SweepAsync(lasts, cancel);
    }

    private sealed class Watch : IMailerWatch
    {
        public (string Relay, RelayUse Use)[] Uses { get; set; } = [];

        public Task<SendingState> LookAsync(CancellationToken cancel) => Task.FromResult(new SendingState(
            null, [.. Uses.Select(one => new RelayState(one.Relay, "localhost", 25, null, 0, 0, 1) { Use = one.Use })], []));
    }

    private sealed class Relays : IRelayConnector
    {
        public IReadOnlyDictionary<string, ScriptedRelay> Each { get; } =
            new Dictionary<string, ScriptedRelay> { ["one"] = new(), ["two"] = new() };

        public IRelayConnection Create(RelaySettings relay) => Each[relay.Name].Create(relay);
    }
}
