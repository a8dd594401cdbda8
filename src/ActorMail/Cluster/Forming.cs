using ActorMail.Delivery;
using ActorMail.Nodes;
using ActorMail.Storage;
using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorMail.Cluster;

/// <summary>
/// Brings this node into its cluster and keeps it known. Nodes meet in the database, one at a time: the first founds, the others
/// join. It goes on beating for as long as the node is a member, and ends the node when its cluster has to give way to another.
/// </summary>
internal sealed class Forming : ReceiveActor, IWithTimers
{
    private readonly FormingParts _parts;
    private readonly ClusterTimes _times;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeCard _me;
    private DateTimeOffset? _metAt;
    private DateTimeOffset? _foundedAt;
    private long? _skewMeasured;
    private long? _asked;
    private long? _atTheDoorSince;
    private long? _strangersSince;
    private bool _gone;

    public Forming(FormingParts parts)
    {
        _parts = parts;
        _times = ClusterTimes.From(Context.System.Settings.Config);
        _me = new NodeCard(Context.System.Name, _cluster.SelfAddress.ToString(), Guid.NewGuid(), [.. _cluster.SelfRoles]);
        ReceiveAsync<Tick>(_ => TickAsync());
        ReceiveAsync<Leave>(_ => LeaveAsync());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(FormingParts parts) => Akka.Actor.Props.Create(() => new Forming(parts));

    /// <summary>Takes the row away when the node ends; a step of the shutdown does not wait longer than its phase.</summary>
    public static void LeaveAt(CoordinatedShutdown shutdown, IActorRef forming)
    {
        const string phase = CoordinatedShutdown.PhaseClusterShutdown;
        var within = shutdown.Timeout(phase);
        shutdown.AddTask(phase, "actormail-leave-directory", () => forming.Ask<Done>(new Leave(), within));
    }

    private sealed record Tick;

    private sealed record Leave;

    private ClusterStanding Standing => _parts.Sight.Standing(_cluster.SelfMember.Status, _cluster.IsTerminated);

    protected override void PreStart() => Self.Tell(new Tick());

    protected override void PostRestart(Exception reason) => TickLater();

    private void TickLater() => Timers.StartSingleTimer("tick", new Tick(), _times.Beat);

    private async Task TickAsync()
    {
        try
        {
            await StepAsync();
        }
        catch (StoreUnavailableException unavailable)
        {
            _parts.Sight.Hindrance = $"the database cannot be used: {unavailable.Message}";
        }
        catch (ForeignClusterException foreign)
        {
            _log.Error("This node does not belong here: {Reason}", foreign.Message);
            _gone = true;
            ClusterEnd.CastOut(Context.System, foreign.Message);
        }

        if (!_gone) TickLater();
    }

    private async Task StepAsync()
    {
        if (!await ClockIsRightAsync()) return;
        switch (Standing)
        {
            case ClusterStanding.Outside:
                await FindAsync();
                break;
            case ClusterStanding.Joining:
                await _parts.Directory.BeatAsync(_me, new NodeFigures(false, null, 0), CancellationToken.None);
                break;
            case ClusterStanding.Member:
                await LiveAsync();
                break;
            default:
                await TakeRowAwayAsync();
                break;
        }
    }

    private async Task<bool> ClockIsRightAsync()
    {
        if (_skewMeasured is not { } measured || _parts.Time.GetElapsedTime(measured) >= Look())
        {
            _parts.Sight.Skew = await _parts.Directory.ClockSkewAsync(_parts.Time, CancellationToken.None);
            _skewMeasured = _parts.Time.GetTimestamp();
            if (_parts.Sight.Skew.Duration() > _times.SkewTells)
                _log.Error("This node's clock is {Skew} off the database's; set it right", _parts.Sight.Skew);
        }

        if (Standing != ClusterStanding.Outside || _parts.Sight.Skew.Duration() <= _times.SkewRefuses) return true;
        _parts.Sight.Hindrance = $"its clock is {_parts.Sight.Skew.Duration().TotalSeconds:0.0} s off the database's";
        return false;
    }

    private TimeSpan Look() => _parts.Sight.Skew.Duration() > _times.SkewTells ? _times.MeetAgain : _times.SkewLook;

    /// <summary>Asks whom to join, and again after a while: who was named may have died meanwhile.</summary>
    private async Task FindAsync()
    {
        var waiting = _asked is { } asked && _parts.Time.GetElapsedTime(asked) < _times.MeetAgain;
        if (waiting)
        {
            await _parts.Directory.BeatAsync(_me, new NodeFigures(false, null, 0), CancellationToken.None);
            return;
        }

        var began = _parts.Time.GetTimestamp();
        var meeting = await _parts.Directory.MeetAsync(_me, _times.FreshFor, CancellationToken.None);
        // Who was frozen over this question may have been given up: what was answered then is no longer so.
        if (_parts.Time.GetElapsedTime(began) >= _times.FreshFor / 2) return;
        _metAt ??= meeting.At;
        var again = _asked is not null;
        _asked = _parts.Time.GetTimestamp();
        if (meeting.Founds) _atTheDoorSince = null;
        else if (IsShutOut()) return;
        if (_parts.Seeds.Count > 0)
        {
            // Akka.NET goes on asking the seeds by itself.
            if (!again) Join(_parts.Seeds);
        }
        else if (meeting.Founds)
        {
            _foundedAt = meeting.At;
            _log.Info("Nobody else is there: {Address} founds the cluster", _me.Address);
            _cluster.Join(_cluster.SelfAddress);
        }
        else Join([.. meeting.Join.Select(Address.Parse)]);
    }

    /// <summary>Seeds may be away for as long as they like; members that live answer.</summary>
    private bool IsShutOut()
    {
        if (_parts.Seeds.Count > 0) return false;
        _atTheDoorSince ??= _parts.Time.GetTimestamp();
        if (_parts.Time.GetElapsedTime(_atTheDoorSince.Value) < _times.LetInWithin) return false;
        var why = $"The members of the cluster did not let this node in for {_times.LetInWithin.TotalSeconds:0} s.";
        _log.Error("{Reason} It ends, to be started anew", why);
        _gone = true;
        ClusterEnd.CastOut(Context.System, why);
        return true;
    }

    private void Join(IReadOnlyList<Address> addresses)
    {
        var names = string.Join(", ", addresses);
        _parts.Sight.Hindrance = $"waiting for {names}";
        _log.Info("Joining {Addresses}", names);
        _cluster.JoinSeedNodes(addresses);
    }

    private async Task LiveAsync()
    {
        var members = _cluster.State.Members;
        HashSet<string> names = [.. members.Select(member => member.Address.ToString())];
        var rows = await _parts.Directory.ListAsync(CancellationToken.None);
        _foundedAt = FormingDecisions.FoundedAt(_foundedAt, names, rows);
        // A cluster of configured seeds was founded by its oldest member.
        if (_foundedAt is null && members.OrderBy(member => member, Member.AgeOrdering).First().UniqueAddress == _cluster.SelfUniqueAddress)
            _foundedAt = _metAt;
        await _parts.Directory.BeatAsync(_me, new NodeFigures(true, _foundedAt, _parts.Figures.MailsPerSecond), CancellationToken.None);
        GiveWay(names, rows);
    }

    /// <summary>Two clusters on one database become one again: the nodes of the younger end, and find the older when they start anew.</summary>
    private void GiveWay(HashSet<string> members, IReadOnlyList<NodeSighting> rows)
    {
        var stranger = _foundedAt is { } at ? FormingDecisions.GivesWayTo(at, members, rows, _times.FreshFor) : null;
        if (stranger is null)
        {
            _strangersSince = null;
            return;
        }

        _strangersSince ??= _parts.Time.GetTimestamp();
        if (_parts.Time.GetElapsedTime(_strangersSince.Value) < _times.StrangersFor) return;
        _log.Error("There are two clusters on this database, and {Address} is of the older one: this node ends", stranger);
        _gone = true;
        ClusterEnd.CastOut(Context.System, $"There are two clusters on this database, and {stranger} is of the older one.");
    }

    private async Task TakeRowAwayAsync()
    {
        _gone = true;
        await _parts.Directory.LeaveAsync(_me, CancellationToken.None);
    }

    private async Task LeaveAsync()
    {
        _gone = true;
        Timers.CancelAll();
        try
        {
            await _parts.Directory.LeaveAsync(_me, CancellationToken.None);
        }
        catch (StoreUnavailableException unavailable)
        {
            _log.Debug("The row of this node ages by itself: {Reason}", unavailable.Message);
        }

        Sender.Tell(Done.Instance);
    }
}

/// <summary>What <see cref="Forming"/> works with.</summary>
/// <param name="Seeds">Empty to join whom the directory names.</param>
internal sealed record FormingParts(
    INodeDirectory Directory, IReadOnlyList<Address> Seeds, ClusterSight Sight, SendingFigures Figures, TimeProvider Time);
