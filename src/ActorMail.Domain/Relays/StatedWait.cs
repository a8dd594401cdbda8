namespace ActorMail.Relays;

/// <summary>The wait a reply states in its text, such as "try again in 300 seconds".</summary>
internal static class StatedWait
{
    /// <summary>Words between "try again in" and the number, such as "at least".</summary>
    private const int MaxFillers = 3;

    private const int MaxCount = 1_000_000;

    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>For a relay that is to be left alone (row 20).</summary>
    public static readonly TimeSpan LongestForRelay = TimeSpan.FromHours(1);

    /// <summary>For one recipient: no longer than the longest wait of the usual schedule.</summary>
    public static readonly TimeSpan LongestForRecipient = TimeSpan.FromHours(4);

    private static readonly TimeSpan LongestForQuota = TimeSpan.FromHours(24);

    /// <summary>Null when none is stated.</summary>
    public static TimeSpan? Read(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('0', '9')) return null;
        var words = ReplyPhrases.Words(text);
        foreach (var end in ReplyPhrases.EndsOf("wait", words))
        {
            for (var at = end; at + 1 < words.Length && at <= end + MaxFillers; at++)
            {
                if (!int.TryParse(words[at], out var count)) continue;
                return Unit(words[at + 1]) is { } unit ? Math.Min(count, MaxCount) * unit : null;
            }
        }

        return null;
    }

    /// <summary>The same verdict with the waits it stated, within bounds.</summary>
    public static ReplyVerdict Obeying(this ReplyVerdict verdict, TimeSpan stated) => verdict with
    {
        Recipient = verdict.Recipient switch
        {
            // What is not the recipient's doing waits as long as the relay, and a row's own least is kept.
            RecipientAction.Retry { Counted: false } retry when verdict.Scope == ReplyScope.Relay =>
                retry with { AtLeast = Clamp(stated, LongestForRelay) },
            RecipientAction.Retry retry when Clamp(stated, LongestForRecipient) is var wait && wait > retry.AtLeast =>
                retry with { AtLeast = wait },
            var same => same,
        },
        Wider = verdict.Wider switch
        {
            WiderAction.Slow => new WiderAction.Slow(Clamp(stated, LongestForRelay)),
            WiderAction.PauseRelay { Why: RelayPause.Quota } pause => pause with { ResumeIn = Clamp(stated, LongestForQuota) },
            var same => same,
        },
    };

    private static TimeSpan Clamp(TimeSpan wait, TimeSpan longest) => wait < Shortest ? Shortest : wait > longest ? longest : wait;

    private static TimeSpan? Unit(string word) => word switch
    {
        "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.FromSeconds(1),
        "m" or "min" or "mins" or "minute" or "minutes" => TimeSpan.FromMinutes(1),
        "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.FromHours(1),
        _ => null,
    };
}
