namespace ActorMail.DevInbox;

/// <summary>What a line of the ledger says happened.</summary>
public enum LedgerEvent
{
    /// <summary>RCPT was accepted.</summary>
    Rcpt,

    /// <summary>The first bytes of the message came: it has begun.</summary>
    Body,

    /// <summary>The end of data was seen.</summary>
    Dot,

    /// <summary>The 250 was handed to the kernel.</summary>
    Answered,
}

/// <summary>One small fact about one recipient.</summary>
/// <param name="MessageId">With angle brackets, as sent; null at <see cref="LedgerEvent.Rcpt"/> and <see cref="LedgerEvent.Body"/>.</param>
public sealed record LedgerLine(
    LedgerEvent Event, DateTimeOffset At, long Connection, string Recipient, string? MessageId);

/// <summary>An append-only record of up to a million lines; later ones are dropped.</summary>
internal sealed class InboxLedger(bool enabled, TimeProvider time)
{
    private const int MaxLines = 1_000_000;
    private readonly Lock _lock = new();
    private readonly List<LedgerLine> _lines = [];

    public bool Enabled => enabled;

    public IReadOnlyList<LedgerLine> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public void Add(LedgerEvent what, long connection, IReadOnlyList<string> recipients, string? messageId)
    {
        if (!enabled) return;
        var at = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var recipient in recipients)
            {
                if (_lines.Count < MaxLines) _lines.Add(new LedgerLine(what, at, connection, recipient, messageId));
            }
        }
    }
}
