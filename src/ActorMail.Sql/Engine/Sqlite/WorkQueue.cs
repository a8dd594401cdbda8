namespace ActorMail.Engine;

/// <summary>
/// Work for one thread, in the order it came. The thread sleeps when there is none: a BlockingCollection spins first, some
/// hundred times a round, which takes the cores from the mailers.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Queue<Action> _work = new();
    private bool _closed;

    /// <summary>False when the queue is closed.</summary>
    public bool Add(Action work)
    {
        lock (_work)
        {
            if (_closed) return false;
            _work.Enqueue(work);
            Monitor.Pulse(_work);
            return true;
        }
    }

    /// <summary>What has been added is still taken.</summary>
    public void Close()
    {
        lock (_work)
        {
            _closed = true;
            Monitor.PulseAll(_work);
        }
    }

    /// <summary>Waits for the next piece of work; null once the queue is closed and empty.</summary>
    public Action? Take()
    {
        lock (_work)
        {
            while (_work.Count == 0 && !_closed) Monitor.Wait(_work);
            return _work.TryDequeue(out var next) ? next : null;
        }
    }
}
