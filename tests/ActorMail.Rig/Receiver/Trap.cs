namespace ActorMail.Rig.Receiver;

/// <summary>
/// Does something at the nth moment of a kind, on the very thread that saw it: instants are counted in what the
/// receiver sees, so that a seed replays its run.
/// </summary>
/// <param name="at">Null for any moment.</param>
/// <param name="kills">Whether the node is gone once it has sprung.</param>
/// <param name="node">Whose moments count; null for those of all.</param>
public sealed class Trap(Moment? at, int nth, Action spring, bool kills = true, int? node = null)
{
    private readonly TaskCompletionSource _sprung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = nth;

    public Task Sprung => _sprung.Task;

    /// <summary>True when the node died at this very moment.</summary>
    public bool Sees(Moment moment, int of)
    {
        if (node is { } mine && mine != of) return false;
        if (at is { } only && only != moment) return false;
        if (Interlocked.Decrement(ref _left) != 0) return false;
        spring();
        _sprung.TrySetResult();
        return kills;
    }
}
