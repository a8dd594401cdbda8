using ActorMail.Delivery;
using ActorMail.Relays;
using ActorMail.SignUps;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Telemetry;
using ActorMail.Testing;
using ActorMail.Tests.Engine;
using ActorMail.Tokens;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorMail.Tests.SignUps;

public sealed class SignUpMailerTests() : TestKit("akka.loglevel = WARNING\nakka.stdout-loglevel = OFF\nakka.loggers = []\nactormail.sign-ups.look = 20ms"), IAsyncLifetime
{
    private static readonly AddressMarks Marks = new(new InstanceKeys(new byte[32]));
    private readonly ScriptedRelay _relay = new();
    private readonly TaskCompletionSource<SendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MailMeter _meter = new();
    private SqlDatabase _database = null!;
    private Mails _mails = null!;

    public async Task InitializeAsync()
    {
        _database = await EngineKit.OpenAsync();
        _mails = new Mails(_database.SignUpMails);
        var ada = EmailAddress.Parse("ada@example.net");
        await _database.SignUps.AskAsync(new SignUpWish(ada, Marks.Of(ada), Marks.OfMailbox(ada), ["news"]), default);
    }

    public async Task DisposeAsync()
    {
        Shutdown();
        _meter.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task It_sends_by_itself_what_is_due()
    {
        Start(Task.CompletedTask);
        await UntilAsync(SignUpState.Mailed);
        Assert.Single(_relay.Began);
    }

    [Fact]
    public async Task Before_the_node_is_admitted_nothing_is_sent()
    {
        var admitted = new TaskCompletionSource();
        var mailer = Start(admitted.Task);
        mailer.Tell(SignUpMailer.Look.Instance);
        // A look asks the store before anything else, and the actor answers this after it.
        await mailer.Ask<ActorIdentity>(new Identify(1));
        Assert.False(_mails.WasAsked);
        admitted.SetResult();
        await UntilAsync(SignUpState.Mailed);
    }

    [Fact]
    public async Task A_node_that_stops_waits_for_the_open_mail_and_begins_no_other()
    {
        _relay.Answer = (_, _) => _answer.Task;
        var mailer = Start(Task.CompletedTask);
        await Eventually.TrueAsync(() => _relay.SendingNow == 1, "a mail is under way");
        var finished = mailer.Ask<SignUpMailer.Finished>(new SignUpMailer.Finish());
        await mailer.Ask<ActorIdentity>(new Identify(1));
        Assert.False(finished.IsCompleted);
        _answer.SetResult(ScriptedRelay.Accepted);
        Assert.True((await finished).Stored);
        await UntilAsync(SignUpState.Mailed);
        Assert.True((await mailer.Ask<SignUpMailer.Finished>(new SignUpMailer.Finish())).Stored);
    }

    [Fact]
    public async Task A_node_that_stops_says_when_the_end_of_a_mail_could_not_be_stored()
    {
        _relay.Answer = (_, _) => _answer.Task;
        var mailer = Start(Task.CompletedTask);
        await Eventually.TrueAsync(() => _relay.SendingNow == 1, "a mail is under way");
        _mails.Ending = () => throw new StoreUnavailableException("away");
        var finished = mailer.Ask<SignUpMailer.Finished>(new SignUpMailer.Finish());
        _answer.SetResult(ScriptedRelay.Accepted);
        Assert.False((await finished).Stored);
    }

    [Fact]
    public async Task A_store_that_is_away_while_nothing_is_under_way_leaves_nothing_in_doubt()
    {
        var looking = new TaskCompletionSource<bool>();
        _mails.Looking = () => looking.Task;
        var mailer = Start(Task.CompletedTask);
        await Eventually.TrueAsync(() => _mails.Looks > 0, "it looks");
        var finished = mailer.Ask<SignUpMailer.Finished>(new SignUpMailer.Finish());
        await mailer.Ask<ActorIdentity>(new Identify(1));
        looking.SetException(new StoreUnavailableException("away"));
        Assert.True((await finished).Stored);
    }

    [Fact]
    public async Task A_relay_a_person_resumes_is_tried_at_once()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        _relay.Opening = () => new RelayFault(RelayFaultKind.Credentials, "535 wrong");
        Start(Task.CompletedTask);
        ExpectMsg<Warning>(TimeSpan.FromSeconds(20));
        _relay.Opening = () => null;
        Sys.EventStream.Publish(new RelayResumed("SCRIPTED"));
        await UntilAsync(SignUpState.Mailed);
    }

    [Fact]
    public void Of_a_relay_that_fails_the_log_tells_no_address()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        _relay.Answer = (email, _) => Task.FromResult<SendResult>(
            new SendResult.RelayRefused(new SmtpReply(530, "5.7.0", $"log in to send to {email}")));
        Start(Task.CompletedTask);
        var told = ExpectMsg<Warning>(TimeSpan.FromSeconds(20)).Message.ToString();
        Assert.Contains("log in to send to (an address)", told, StringComparison.Ordinal);
        Assert.DoesNotContain("example.net", told, StringComparison.Ordinal);
    }

    private IActorRef Start(Task admitted) => Sys.ActorOf(SignUpMailer.Props(
        new SignUpRun(new SignUpParts(
            _mails,
            new RelayRoster([new RelaySettings { Name = "scripted", Host = "localhost", Port = 25 }], DomainLimits.Default),
            new NoRelays(), _relay, _database.Allowance, new PlainPress(), new SignUpEnds(RetrySchedule.Default, OnUncertain.Resend),
            _meter.SignUps, TimeSpan.FromSeconds(1), TimeProvider.System, new Random(1))),
        admitted));

    private Task UntilAsync(SignUpState state) => Eventually.BecomesAsync(
        async () => Assert.Single(await _database.SignUps.ListAsync(null, 10, default)).State, now => now == state, state.ToString());

    /// <summary>The real ones, and whether anybody has asked.</summary>
    private sealed class Mails(ISignUpMails real) : ISignUpMails
    {
        public bool WasAsked { get; private set; }

        public Func<Task<bool>>? Looking { get; set; }

        public int Looks { get; private set; }

        public Action Ending { get; set; } = () => { };

        public Task<bool> AnyDueAsync(CancellationToken cancel)
        {
            Looks++;
            return Note(Looking?.Invoke() ?? real.AnyDueAsync(cancel));
        }

        public Task<SignUpMail?> ClaimAsync(Guid holder, TimeSpan lease, OnUncertain onUncertain, CancellationToken cancel) =>
            Note(real.ClaimAsync(holder, lease, onUncertain, cancel));

        public async Task EndAsync(SignUpMail mail, Guid holder, SignUpMailEnd end, CancellationToken cancel)
        {
            Ending();
            await real.EndAsync(mail, holder, end, cancel);
        }

        public Task<int> SweepAsync(TimeSpan lasts, CancellationToken cancel) => Note(real.SweepAsync(lasts, cancel));

        private Task<T> Note<T>(Task<T> asked)
        {
            WasAsked = true;
            return asked;
        }
    }

    private sealed class NoRelays : IMailerWatch
    {
        public Task<SendingState> LookAsync(CancellationToken cancel) => Task.FromResult(new SendingState(null, [], []));
    }
}
