using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>The sentences of an explanation.</summary>
internal static class AnswerText
{
    /// <summary>How an accepted delivery stands that is no longer kept by name.</summary>
    public const string Compacted = "The relay accepted the message. When and with what answer is no longer kept (Delivery:CompactAfter).";

    /// <summary>What happened at one attempt, or without one.</summary>
    /// <param name="attempt">0 when nothing was sent.</param>
    public static string Of(OutcomeName outcome, int attempt, bool late)
    {
        var what = outcome switch
        {
            OutcomeName.Accepted => $"Attempt {attempt}: the relay accepted the message.",
            OutcomeName.Deferred when attempt == 0 => "The message was put off; nothing was sent.",
            OutcomeName.Rejected when attempt == 0 => "The message was rejected; nothing was sent.",
            OutcomeName.Deferred => $"Attempt {attempt}: the relay said \"later\".",
            OutcomeName.Rejected => $"Attempt {attempt}: the message was rejected.",
            OutcomeName.Skipped => "The reader was skipped.",
            OutcomeName.Uncertain => $"Attempt {attempt}: nobody knows how it ended; it is uncertain.",
            OutcomeName.Cancelled => "The post was cancelled before another attempt.",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };
        return late ? what[..^1] + " (told after the slice had been taken over)." : what;
    }

    /// <summary>How the delivery stands.</summary>
    public static string Summary(OutcomeName outcome, SmtpReply? reply, DateTimeOffset? next, int? claim)
    {
        var again = next is not null ? " It will be tried again." : claim is not null ? $" It is tried again in slice {claim}." : "";
        var what = outcome switch
        {
            OutcomeName.Accepted => "The relay accepted the message.",
            OutcomeName.Deferred => "The relay said \"later\".",
            OutcomeName.Rejected => $"The message was rejected: {reply}",
            OutcomeName.Skipped => $"The reader was skipped: {reply?.Text}",
            OutcomeName.Uncertain => "It is uncertain: nobody knows whether the message arrived.",
            OutcomeName.Cancelled => "The post was cancelled before another attempt.",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };
        return what + again;
    }
}
