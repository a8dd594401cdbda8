using ActorMail.Posts;
using ActorMail.Telemetry;

namespace ActorMail.Delivery;

/// <summary>What this node's dispatcher does just now: told by it twice a second, shown by others.</summary>
internal sealed class SendingFigures(TimeProvider time, EngineNews news)
{
    private readonly Lock _gate = new();
    private readonly PaceMeter _pace = new();
    private int _slices;

    /// <summary>Where what happens is told.</summary>
    public EngineNews News => news;

    /// <summary>Deliveries decided a second, lately.</summary>
    public double MailsPerSecond
    {
        get
        {
            lock (_gate) return _pace.PerSecond(time.GetUtcNow());
        }
    }

    /// <summary>Slices it holds the lease of.</summary>
    public int SlicesHeld => Volatile.Read(ref _slices);

    public void Tell(int decided, int slices)
    {
        Volatile.Write(ref _slices, slices);
        lock (_gate) _pace.Add(decided, time.GetUtcNow());
    }
}
