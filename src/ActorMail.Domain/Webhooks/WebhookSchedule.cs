namespace ActorMail.Webhooks;

/// <summary>
/// When a message that was not taken is sent again: after 5 s, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours, each up to a tenth
/// later by chance, which is a little over three days in all; then it is given up.
/// </summary>
public static class WebhookSchedule
{
    private const double Jitter = 0.1;
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(24);

    public static readonly IReadOnlyList<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>What becomes of a message after this answer.</summary>
    /// <param name="attempts">Attempts made, this one included.</param>
    /// <param name="chance">A number from 0 (inclusive) to 1 (exclusive).</param>
    public static WebhookEnd After(WebhookAnswer answer, int attempts, double chance)
    {
        switch (answer)
        {
            case WebhookAnswer.Taken: return new WebhookEnd.Delivered(answer.Said);
            case WebhookAnswer.Gone: return new WebhookEnd.GivenUp(answer.Said);
        }

        if (attempts > Waits.Count) return new WebhookEnd.GivenUp(answer.Said);
        var wait = Waits[attempts - 1] * (1 + Jitter * chance);
        if (answer is WebhookAnswer.NotTaken { Wait: { } asked } && asked > wait) wait = asked < LongestAsked ? asked : LongestAsked;
        return new WebhookEnd.Again(wait, answer.Said);
    }
}

/// <summary>What an attempt made of a message.</summary>
/// <param name="Said">The last answer, in a few words.</param>
public abstract record WebhookEnd(string Said)
{
    /// <summary>The endpoint took it.</summary>
    public sealed record Delivered(string Said) : WebhookEnd(Said);

    /// <summary>It is sent again in that time.</summary>
    public sealed record Again(TimeSpan In, string Said) : WebhookEnd(Said);

    /// <summary>It is not sent again by itself.</summary>
    public sealed record GivenUp(string Said) : WebhookEnd(Said);
}

/// <summary>How an endpoint answered.</summary>
/// <param name="Said">In a few words, without anything the endpoint wrote itself.</param>
public abstract record WebhookAnswer(string Said)
{
    /// <summary>2xx.</summary>
    public sealed record Taken(string Said) : WebhookAnswer(Said);

    /// <summary>410: it wants nothing any more.</summary>
    public sealed record Gone(string Said) : WebhookAnswer(Said);

    /// <summary>Any other answer, or none.</summary>
    /// <param name="Wait">From Retry-After, or null.</param>
    public sealed record NotTaken(string Said, TimeSpan? Wait = null) : WebhookAnswer(Said);
}
