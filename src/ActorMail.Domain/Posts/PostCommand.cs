namespace ActorMail.Posts;

/// <summary>What can be asked of a stored post.</summary>
public abstract record PostCommand
{
    private PostCommand() { }

    /// <summary>Replace the content; <paramref name="PublishAt"/> null keeps the time.</summary>
    public sealed record Amend(PostContent Content, DateTimeOffset? PublishAt) : PostCommand;

    /// <summary>Publish a draft or scheduled post now.</summary>
    public sealed record Publish : PostCommand;

    /// <summary>Publish a draft; nothing to what is a draft no more, so that it may be asked for again and again.</summary>
    public sealed record Trigger : PostCommand;

    /// <summary>Begin a scheduled post whose time has come; nothing if it has not.</summary>
    public sealed record Begin : PostCommand;

    /// <summary>Start nothing new until it is resumed.</summary>
    /// <param name="Because">Why the system pauses it by itself; null when a person does.</param>
    public sealed record Pause(string? Because = null) : PostCommand;

    /// <summary>Go on with a paused post.</summary>
    public sealed record Resume : PostCommand;

    /// <summary>Stop for good.</summary>
    public sealed record Cancel : PostCommand;

    /// <summary>Take a sent post up again for deliveries that were requeued.</summary>
    public sealed record Retry : PostCommand;

    /// <summary>Every reader of the canary's step has an outcome: watch from here on.</summary>
    public sealed record Watch : PostCommand;

    /// <summary>The canary was watched long enough: what its figures say is done.</summary>
    public sealed record JudgeCanary(PostTotals Totals) : PostCommand;

    /// <summary>Close the books: every reader has an outcome.</summary>
    public sealed record Finish(PostTotals Totals) : PostCommand;
}

/// <summary>The answer of <see cref="PostDecisions.Decide"/>.</summary>
public abstract record PostDecision
{
    private PostDecision() { }

    /// <summary>Store <paramref name="Next"/>.</summary>
    public sealed record Change(Post Next) : PostDecision;

    /// <summary>It is so already.</summary>
    public sealed record Nothing : PostDecision;

    /// <summary>The post's status does not allow it.</summary>
    public sealed record Refuse(string Why) : PostDecision;
}
