namespace ActorMail.Engine;

/// <summary>
/// Work for one thread, in the order it came. The thread sleeps when there is none: a BlockingCollection spins first, some
/// hundred times a round, which takes the cores from the mailers. It is woken by a bell rung outside the lock: one woken by
/// Monitor.Pulse mostly ran into the lock of who had woken it, slept again and was woken twice.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _work = new();

    /// <summary>Left to the finalizer: who added the last piece of work may ring it after the thread has ended.</summary>
    private readonly AutoResetEvent _bell = new(initialState: false);
    private bool _asleep;
    private bool _closed;

    /// <summary>False when the queue is closed.</summary>
    public bool Add(Action work)
    {
        bool asleep;
        lock (_lock)
        {
            if (_closed) return false;
            _work.Enqueue(work);
            (asleep, _asleep) = (_asleep, false);
        }

        if (asleep) _bell.Set();
        return true;
    }

    /// <summary>What has been added is still taken.</summary>
    public void Close()
    {
        lock (_lock) _closed = true;
        _bell.Set();
    }

    /// <summary>Waits for the next piece of work; null once the queue is closed and empty.</summary>
    public Action? Take()
    {
        while (true)
        {
            lock (_lock)
            {
                if (_work.TryDequeue(out var next)) return next;
                if (_closed) return null;
                _asleep = true;
            }

            _bell.WaitOne();
        }
    }
}
