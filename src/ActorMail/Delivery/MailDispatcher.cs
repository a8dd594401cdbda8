using ActorMail.Cluster;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Storage;
using ActorMail.Telemetry;
using ActorMail.Wire;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Delivery;

/// <summary>
/// One on each node that sends: leases slices, runs the rounds and hands granted deliveries to its mailers. What it decides is
/// in <see cref="DispatchDesk"/>; this is the plumbing between desk, database and mailers. A hint to it may be lost: it also asks
/// the database by itself.
/// </summary>
internal sealed partial class MailDispatcher : ReceiveActor, IWithTimers
{
    private readonly MailDispatcherParts _parts;
    private readonly DispatcherPace _pace;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<int, IActorRef> _mailers = [];
    private readonly StoreNews _health = new();
    private readonly RelayNewsOnce _relayNews = new();
    private readonly Tally _tally = new();
    private readonly Dictionary<int, Slot> _slots = [];
    private readonly List<RelayDesk> _relays = [];
    private DomainDesk _domains = null!;
    private int _lastSlot;
    private DispatchDesk _desk = null!;
    private Incarnation _incarnation;
    private bool _leasing;
    private bool _leaseAgain;
    private bool _dry;
    private int _givingBack;
    private bool _renewDue;
    private long _roundBegan;
    private RoundWatch? _round;
    private int _failures;
    private IActorRef? _drainAsker;
    private long _quietSince;
    private bool _probing;

    public MailDispatcher(MailDispatcherParts parts)
    {
        _parts = parts;
        _pace = DispatcherPace.From(Context.System.Settings.Config);
        Entering();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private EngineNews News => _parts.Figures.News;

    public static Props Props(MailDispatcherParts parts) => Akka.Actor.Props.Create(() => new MailDispatcher(parts));

    /// <summary>There may be something to send of this post. A hint: harmless to lose or to repeat.</summary>
    /// <param name="Trace">The traceparent the post goes out in; null when nobody traces.</param>
    internal sealed record PostReady(PostId Post, string? Trace = null) : IWire;

    /// <summary>Nothing of this post is to be started any more. A hint: the rounds find out by themselves.</summary>
    internal sealed record PostStopped(PostId Post) : IWire;

    /// <summary>Start nothing new, let the open messages end, give the leases back; answered by <see cref="Drained"/>.</summary>
    internal sealed record Drain;

    internal sealed record Drained(int StillOpen);

    /// <summary>Other relays, or other settings of the same, are in force (<see cref="RelayRoster"/>).</summary>
    internal sealed record RelaysChanged;

    /// <summary>A person says that a relay may be used again, whatever it was paused for.</summary>
    internal sealed record ResumeRelay(string Name) : IWire;

    /// <summary>Asks for <see cref="SendingState"/>.</summary>
    internal sealed record Look;

    private sealed record Enter;

    private sealed record Entered(Incarnation Incarnation);

    private sealed record EnterFailed(Exception Why);

    private sealed record LeaseTick;

    private sealed record RenewTick;

    private sealed record PaceTick(DateTimeOffset At);

    private sealed record ShareTaken(RelayDesk Relay, RelayShare Share);

    private sealed record DayShareTaken(RelayDesk Relay, DayShare Share);

    private sealed record ShareFailed(ShareWish Wish, Exception Why);

    private sealed record ReportTick;

    /// <param name="Low">True when there was little left, so that no slice means there is none.</param>
    private sealed record Leased(LeasedSlice? Slice, ILetter? Letter, string? Unfit, bool Low = false, PostPriority Priority = PostPriority.Normal);

    private sealed record LeasingFailed(Exception Why);

    private sealed record RoundCommitted(RoundResult Result);

    /// <summary>Seen by tests, which send it to make a dispatcher fail.</summary>
    internal sealed record RoundFailed(Round Round, Exception Why);

    private sealed record RepeatRound(Round Round);

    /// <summary>A mailer was stopped instead of failing, which ends its supervisor too.</summary>
    private sealed record SlotEmptied(Slot Slot);

    private sealed record UnsentWritten(Unsent Unsent, Exception? Why);

    private sealed record GivenBack(Exception? Why);

    private sealed record StoreProbed;

    private sealed record DrainTick;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(MembersChanged));
        Self.Tell(new Enter());
    }

    /// <summary>One that fails while it drains ends there: what it had in memory is in doubt, and it must not begin anew.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (_desk?.Draining == true)
        {
            EndDrain(Math.Max(1, _desk.Unsettled));
            Self.Tell(new Drain(), ActorRefs.NoSender);
        }

        base.PreRestart(reason, message);
    }

    /// <summary>A dispatcher that failed enters anew, as another incarnation, after a breath.</summary>
    protected override void PostRestart(Exception reason)
    {
        Context.System.EventStream.Subscribe(Self, typeof(MembersChanged));
        Timers.StartSingleTimer("enter", new Enter(), _pace.PollInterval);
    }

    private void Entering()
    {
        Receive<Enter>(_ => Hear(EnterAsync(), incarnation => new Entered(incarnation), why => new EnterFailed(why)));
        Receive<Entered>(entered =>
        {
            _incarnation = entered.Incarnation;
            NoteStoreUp();
            Begin();
        });
        Receive<EnterFailed>(failed =>
        {
            if (failed.Why is not StoreUnavailableException) throw new DispatcherException("The store refused this node.", failed.Why);
            NoteStoreDown(failed.Why);
            Timers.StartSingleTimer("enter", new Enter(), Backoff());
        });
        Receive<Drain>(_ =>
        {
            Sender.Tell(new Drained(0));
            Context.Stop(Self);
        });
        Receive<Look>(_ => Sender.Tell(View()));
        Receive<ResumeRelay>(resume => Context.System.EventStream.Publish(new RelayResumed(resume.Name)));
        ReceiveAny(_ => { });
    }

    private async Task<Incarnation> EnterAsync()
    {
        await _parts.Admitted;
        return await _parts.Ledger.EnterAsync(_parts.Node, CancellationToken.None);
    }

    private void Begin()
    {
        _failures = 0;
        _domains = new DomainDesk(_parts.Roster.Domains);
        _desk = new DispatchDesk(
            _incarnation, _parts.Node, _pace.Lease, new OutcomeRules(_parts.Retries, _parts.OnUncertain), _relays, _domains);
        Become(Running);
        foreach (var relay in _parts.Roster.Relays) AddRelay(relay);
        Timers.StartPeriodicTimer("lease", new LeaseTick(), TimeSpan.Zero, _pace.PollInterval);
        Timers.StartPeriodicTimer("renew", new RenewTick(), _pace.Lease / 3);
        Timers.StartPeriodicTimer("report", new ReportTick(), TimeSpan.FromMilliseconds(500));
    }

    /// <summary>Gives a slot its supervised mailer.</summary>
    private void Fill(Slot slot)
    {
        if (slot.Desk.IsRetired)
        {
            Remove(slot);
            return;
        }

        var supervision = MailerSupervision.From(Context.System.Settings.Config);
        var mailer = SubscriberMailer.Props(slot.No, slot.Relay, Self, _parts.Connector, supervision.Limits, _parts.Time);
        Context.WatchWith(
            Context.ActorOf(supervision.Supervise(mailer), NameOf(slot)), new SlotEmptied(slot));
    }

    private void Running()
    {
        Receive<PostReady>(ready =>
        {
            News.Traces.Note(ready.Post, ready.Trace);
            LookForWork();
        });
        Receive<MembersChanged>(_ => LookForWork());
        Receive<PostStopped>(stopped =>
        {
            _desk.Stop(stopped.Post);
            Turn();
        });
        Receive<LeaseTick>(_ =>
        {
            ProbeStore();
            LookForWork();
        });
        Receive<StoreProbed>(_ => _probing = false);
        Receive<Leased>(OnLeased);
        Receive<LeasingFailed>(OnLeasingFailed);
        Receive<SubscriberMailer.Up>(OnUp);
        Receive<SubscriberMailer.Ready>(ready => OnReady(ready.Slot));
        Receive<SubscriberMailer.Asleep>(asleep => Move(asleep.Slot, SlotState.Asleep, SlotState.Free));
        Receive<SubscriberMailer.Failed>(OnFailed);
        Receive<SubscriberMailer.Ended>(OnEnded);
        Receive<Terminated>(OnTerminated);
        Receive<SlotEmptied>(emptied => Fill(emptied.Slot));
        Receive<RoundCommitted>(OnCommitted);
        Receive<RoundFailed>(OnRoundFailed);
        Receive<RepeatRound>(repeat => Commit(repeat.Round));
        Receive<RenewTick>(_ =>
        {
            _renewDue = true;
            Turn();
        });
        Receive<PaceTick>(OnPaceTick);
        Receive<ShareTaken>(OnShareTaken);
        Receive<DayShareTaken>(OnDayShareTaken);
        Receive<UnsentWritten>(OnUnsentWritten);
        Receive<RelaysChanged>(_ => OnRelaysChanged());
        Receive<ResumeRelay>(resume => OnResume(resume.Name));
        Receive<ShareFailed>(OnShareFailed);
        Receive<ReportTick>(_ => Report());
        Receive<GivenBack>(OnGivenBack);
        Receive<Drain>(_ => OnDrain());
        Receive<DrainTick>(_ => OnDrainTick());
        Receive<Look>(_ => Sender.Tell(View()));
    }

    private SendingState View() => new(
        _health.StoreFault ?? _parts.Store.Fault,
        [.. _relays.Select(relay => RelayViews.Of(relay, Now))],
        [.. _slots.Values.OrderBy(slot => slot.No).Select(slot => new MailerState(
            slot.No, slot.Relay.Name, slot.State.ToString().ToLowerInvariant(), slot.Since, slot.Flight?.Slice.Key.Post))]);
}

/// <summary>What a dispatcher works with.</summary>
/// <param name="Node">The name its leases stand under: the node's address in a cluster, where it is unique.</param>
/// <param name="Admitted">Ends when the node may lease: once it is a member of its cluster, at once on a node of its own.</param>
internal sealed record MailDispatcherParts(
    string Node,
    RelayRoster Roster,
    int SliceSize,
    OnUncertain OnUncertain,
    RetrySchedule Retries,
    IDeliveryLedger Ledger,
    IUnsentOutcomes Unsent,
    IPostStore Posts,
    ILetterPress Press,
    IRelayConnector Connector,
    IRelayAllowance Allowance,
    IStoreHealth Store,
    Func<IActorRef> PostRegion,
    TimeProvider Time,
    Random Chance,
    Task Admitted,
    SendingFigures Figures);

/// <summary>Ends a dispatcher whose store answered what it must not.</summary>
internal sealed class DispatcherException(string why, Exception inner) : Exception(why, inner);
