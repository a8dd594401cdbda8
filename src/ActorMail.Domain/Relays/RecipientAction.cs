namespace ActorMail.Relays;

/// <summary>What becomes of the recipient whose message it was.</summary>
public abstract record RecipientAction
{
    private RecipientAction() { }

    /// <summary>The relay took the message over.</summary>
    public sealed record Accepted : RecipientAction;

    /// <summary>Surely not taken; tried again by the schedule, not before <paramref name="AtLeast"/> has passed.</summary>
    /// <param name="AtLeast">The row's own wait or the one the reply states; zero leaves it to the schedule.</param>
    /// <param name="Counted">False when it was not the recipient's doing: the schedule does not move on.</param>
    /// <param name="Fault">Noted when the schedule ends without success.</param>
    public sealed record Retry(TimeSpan AtLeast = default, bool Counted = true, AddressFault? Fault = null) : RecipientAction;

    /// <summary>Refused for this post.</summary>
    /// <param name="Fault">Counts towards suppressing the address, over several posts; null says nothing about the address.</param>
    public sealed record Fail(AddressFault? Fault = null) : RecipientAction;

    /// <summary>Refused, and the address is never written to again until it is released by hand.</summary>
    public sealed record Suppress(AddressFault Fault) : RecipientAction;

    /// <summary>The last byte was handed over and no answer came.</summary>
    public sealed record Uncertain : RecipientAction;

    /// <summary>Back to the queue at once and without trace: it has nothing to do with this recipient.</summary>
    public sealed record Untouched : RecipientAction;
}

/// <summary>What a relay said of an address, as far as it bears on writing to it again.</summary>
public enum AddressFault
{
    /// <summary>There is no such address: suppressed at once (row 12).</summary>
    Unknown,

    /// <summary>The mailbox is disabled: suppressed on the second post that hears so (row 13).</summary>
    Disabled,

    /// <summary>The mailbox is full: suppressed after three posts over at least 14 days (row 14).</summary>
    Full,
}
