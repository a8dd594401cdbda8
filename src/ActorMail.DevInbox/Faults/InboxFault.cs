namespace ActorMail.DevInbox;

/// <summary>An ordered misbehaviour.</summary>
public sealed class InboxFault
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _struck;

    public required InboxPhase Phase { get; init; }

    public required FaultAction Action { get; init; }

    /// <summary>Which moments it strikes; null for all.</summary>
    public Func<FaultMoment, bool>? When { get; init; }

    /// <summary>How often it strikes; null for always. Default null.</summary>
    public int? Times { get; init; }

    /// <summary>With <see cref="InboxPhase.Body"/>: bytes read before it strikes.</summary>
    public int AfterBytes { get; init; }

    /// <summary>How often it struck so far.</summary>
    public int Struck => Volatile.Read(ref _struck);

    internal Task Released => _released.Task;

    /// <summary>Ends every stall of this fault, present and future.</summary>
    public void Release() => _released.TrySetResult();

    internal bool Strikes(FaultMoment moment)
    {
        if (When is not null && !When(moment)) return false;
        if (Times is null)
        {
            Interlocked.Increment(ref _struck);
            return true;
        }

        if (Interlocked.Increment(ref _struck) <= Times) return true;
        Interlocked.Decrement(ref _struck);
        return false;
    }
}

/// <summary>What is known at the moment a fault may strike.</summary>
/// <param name="Connection">Counts connections from 1.</param>
/// <param name="Nth">Counts the occurrences of the phase on this server from 1.</param>
/// <param name="MailFrom">The envelope's sender; null before MAIL.</param>
/// <param name="Recipient">The recipient of this RCPT, else the last one accepted; null before RCPT.</param>
public readonly record struct FaultMoment(long Connection, long Nth, string? MailFrom, string? Recipient);
