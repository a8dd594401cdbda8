using ActorMail.Rig.Receiver;

namespace ActorMail.CrashRig.Runs;

/// <summary>How one life of the node ends.</summary>
internal abstract record Strike
{
    private Strike() { }

    /// <summary>SIGKILL at the nth moment the receiver sees, whatever it is.</summary>
    public sealed record KillAfter(int Moments) : Strike;

    /// <summary>SIGKILL at the nth moment of one kind.</summary>
    public sealed record KillAt(Moment Moment, int Nth) : Strike;

    /// <summary>The node kills itself at a point the receiver cannot see (the node's ACTORMAIL_FAILPOINT).</summary>
    public sealed record KillInside(string Point, int Nth) : Strike;

    /// <summary>SIGTERM at the nth moment the receiver sees: an orderly end with exit code 0 is due.</summary>
    public sealed record TerminateAfter(int Moments) : Strike;

    /// <summary>False for an orderly end, which may leave nothing in doubt.</summary>
    public bool IsKill() => this is not TerminateAfter;
}
