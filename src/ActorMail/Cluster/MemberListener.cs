using ActorMail.Delivery;
using ActorMail.Storage;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorMail.Cluster;

/// <summary>
/// Ends the leases of a member that was declared dead or is gone, so that its slices are taken over at once; each node asks, the
/// first is heard, and after a drain there is nothing left. Says it here when members came or went. A node that was given up itself
/// asks no more, and ends.
/// </summary>
internal sealed class MemberListener : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TryAgainIn = TimeSpan.FromSeconds(2);

    /// <summary>A resolver that may not go on declares all it reaches dead, itself last: those live, and end by themselves.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(300);

    private const int Tries = 15;

    private readonly IDeliveryLedger _ledger;
    private readonly OnUncertain _onUncertain;
    private readonly EngineNews _news;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _givenUp;

    public MemberListener(IDeliveryLedger ledger, OnUncertain onUncertain, EngineNews news)
    {
        (_ledger, _onUncertain, _news) = (ledger, onUncertain, news);
        Receive<ClusterEvent.MemberUp>(up =>
        {
            _news.NodeJoined(up.Member.Address.ToString());
            SayChanged();
        });
        Receive<ClusterEvent.MemberLeft>(left =>
        {
            _news.NodeLeft(left.Member.Address.ToString(), "leaving");
            SayChanged();
        });
        Receive<ClusterEvent.MemberDowned>(downed =>
        {
            _news.NodeLeft(downed.Member.Address.ToString(), "declared dead");
            OnGone(downed.Member);
        });
        Receive<ClusterEvent.MemberRemoved>(OnRemoved);
        Receive<EndLeases>(EndLeasesOf);
        Receive<Ended>(OnEnded);
        Receive<EndFailed>(OnEndFailed);
        Receive<RunEnded>(_ => OnRunEnded());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IDeliveryLedger ledger, OnUncertain onUncertain, EngineNews news) =>
        Akka.Actor.Props.Create(() => new MemberListener(ledger, onUncertain, news));

    private sealed record EndLeases(UniqueAddress Member, int Try)
    {
        public Address Address => Member.Address;
    }

    private sealed record Ended(Address Address, int Slices);

    private sealed record EndFailed(EndLeases What, Exception Why);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(RunEnded));
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.MemberUp), typeof(ClusterEvent.MemberLeft), typeof(ClusterEvent.MemberDowned),
            typeof(ClusterEvent.MemberRemoved));
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private static void SayChanged() => Context.System.EventStream.Publish(MembersChanged.Instance);

    /// <summary>A node that ends tells its own listeners that everybody was removed: those were up, and go on.</summary>
    private void OnRemoved(ClusterEvent.MemberRemoved removed)
    {
        if (removed.PreviousStatus is MemberStatus.Down or MemberStatus.Exiting) OnGone(removed.Member);
        else SayChanged();
    }

    /// <summary>Declared dead is enough, which is two seconds sooner than removed: a lease protects nobody, its epoch does.</summary>
    private void OnGone(Member member)
    {
        SayChanged();
        if (member.UniqueAddress == _cluster.SelfUniqueAddress) _givenUp = true;
        else Timers.StartSingleTimer(member.UniqueAddress, new EndLeases(member.UniqueAddress, 1), Breath);
    }

    private void EndLeasesOf(EndLeases what)
    {
        if (_givenUp) return;
        // Started anew meanwhile: what is leased under this name now is its own. A dispatcher leases only once its node is a member.
        // The removed member itself may still stand in the state, which is told of its end by a message of its own.
        if (_cluster.State.Members.Any(member => member.Address.Equals(what.Address) && !member.UniqueAddress.Equals(what.Member))) return;
        _ledger.EndLeasesOfAsync(what.Address.ToString(), _cluster.SelfAddress.ToString(), _onUncertain, CancellationToken.None).PipeTo(
            Self, success: slices => new Ended(what.Address, slices), failure: why => new EndFailed(what, why));
    }

    /// <summary>Frozen for long, a node still sees the cluster as it was; the database knows better, and at once.</summary>
    private void OnRunEnded()
    {
        if (_givenUp) return;
        _givenUp = true;
        _log.Warning("The others have given this node up: it ends");
        _cluster.Down(_cluster.SelfAddress);
    }

    private void OnEnded(Ended ended)
    {
        if (ended.Slices == 0) return;
        _news.SlicesFreed(ended.Address.ToString(), ended.Slices);
        SayChanged();
    }

    /// <summary>Leases run out by themselves; until then a store that works again is asked once more.</summary>
    private void OnEndFailed(EndFailed failed)
    {
        if (failed.Why is not StoreUnavailableException)
            _log.Error(failed.Why, "The leases of {Address} could not be ended and run out by themselves", failed.What.Address);
        else if (failed.What.Try < Tries)
            Timers.StartSingleTimer(failed.What.Member, failed.What with { Try = failed.What.Try + 1 }, TryAgainIn);
    }
}
