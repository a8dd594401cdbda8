using Akka.Cluster;

namespace ActorMail.Cluster;

/// <summary>Where a node is on its way through a cluster.</summary>
internal enum ClusterStanding
{
    /// <summary>In none yet.</summary>
    Outside,

    /// <summary>Taken in and not counted yet.</summary>
    Joining,

    Member,

    /// <summary>On its way out, in good order.</summary>
    Leaving,

    /// <summary>The cluster goes on without it.</summary>
    CastOut,
}

/// <summary>What this node has found out about its place; written by <see cref="Forming"/>, read by its health and its doors.</summary>
internal sealed class ClusterSight
{
    private volatile bool _wasMember;
    private volatile string? _hindrance;
    private long _skewTicks;

    /// <summary>Why it has not joined yet, as far as known.</summary>
    public string? Hindrance
    {
        get => _hindrance;
        set => _hindrance = value;
    }

    /// <summary>How far its clock is ahead of the database's, when last measured.</summary>
    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));
        set => Interlocked.Exchange(ref _skewTicks, value.Ticks);
    }

    /// <summary>A node that was never in reads the same status as one that was removed: only its past tells them apart.</summary>
    public ClusterStanding Standing(MemberStatus status, bool terminated)
    {
        if (terminated) return _wasMember ? ClusterStanding.CastOut : ClusterStanding.Leaving;
        switch (status)
        {
            case MemberStatus.Up or MemberStatus.WeaklyUp:
                _wasMember = true;
                return ClusterStanding.Member;
            case MemberStatus.Joining:
                return ClusterStanding.Joining;
            case MemberStatus.Leaving or MemberStatus.Exiting:
                return ClusterStanding.Leaving;
            case MemberStatus.Down:
                return ClusterStanding.CastOut;
            default:
                return _wasMember ? ClusterStanding.CastOut : ClusterStanding.Outside;
        }
    }
}
