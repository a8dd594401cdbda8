using ActorMail.Delivery;
using ActorMail.Relays;
using ActorMail.SignUps;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Telemetry;
using ActorMail.Testing;
using ActorMail.Tests.Engine;
using ActorMail.Tokens;

namespace ActorMail.Tests.SignUps;

/// <summary>A run over scripted relays and a store that may be away.</summary>
public abstract class SignUpRunGround : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;
    private static readonly AddressMarks Marks = new(new InstanceKeys(new byte[32]));
    private static readonly TimeSpan StoreWithin = TimeSpan.FromMilliseconds(50);
    private readonly Relays _relays = new();
    private readonly MailMeter _meter = new();

    private protected SqlDatabase Database { get; private set; } = null!;

    private protected MutableMails Mails { get; private set; } = null!;

    private protected MutableWatch Watch { get; } = new();

    private protected SignUpFigures Figures => _meter.SignUps;

    private protected SignUpRun Run { get; set; } = null!;

    private protected ScriptedRelay One => _relays.Each["one"];

    private protected ScriptedRelay Two => _relays.Each["two"];

    public async Task InitializeAsync()
    {
        Database = await EngineKit.OpenAsync();
        Mails = new MutableMails(Database.SignUpMails);
        Run = RunOver(Relay("one"), Relay("two"));
    }

    public async Task DisposeAsync()
    {
        _meter.Dispose();
        await Database.DisposeAsync();
    }

    private protected static RelaySettings Relay(string name) => new() { Name = name, Host = "localhost", Port = 25 };

    private protected SignUpRun RunOver(params IReadOnlyList<RelaySettings> relays) => RunOver(new RelayRoster(relays, DomainLimits.Default));

    private protected SignUpRun RunOver(RelayRoster roster) => new(new SignUpParts(
        Mails, roster, Watch, _relays, Database.Allowance, new PlainPress(),
        new SignUpEnds(RetrySchedule.Default, OnUncertain.Resend), Figures, StoreWithin, TimeProvider.System, new Random(1)));

    private protected async Task AskAsync(params IReadOnlyList<string> names)
    {
        foreach (var email in names.Select(name => EmailAddress.Parse($"{name}@example.net")))
            await Database.SignUps.AskAsync(new SignUpWish(email, Marks.Of(email), Marks.OfMailbox(email), ["news"]), None);
    }

    private protected async Task<IEnumerable<SignUpState>> StatesAsync() =>
        (await Database.SignUps.ListAsync(null, 10, None)).Select(signUp => signUp.State);

    /// <summary>The real ones, of a store that may be away.</summary>
    private protected sealed class MutableMails(ISignUpMails real) : ISignUpMails
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

    private protected sealed class MutableWatch : IMailerWatch
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
