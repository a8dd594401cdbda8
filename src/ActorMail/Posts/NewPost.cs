namespace ActorMail.Posts;

/// <summary>A wish to publish. Give <see cref="Markdown"/> or <see cref="Html"/>, not both.</summary>
public sealed record NewPost
{
    /// <summary>1 to 255 characters on one line; Liquid placeholders allowed.</summary>
    public required string Subject { get; init; }

    public string? Markdown { get; init; }

    public string? Html { get; init; }

    /// <summary>The plain text part; derived from the body when null.</summary>
    public string? Text { get; init; }

    /// <summary>The list whose members get it. Default: the list named "default".</summary>
    public string? List { get; init; }

    /// <summary>When to publish; null for at once.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>True to store it without publishing.</summary>
    public bool Draft { get; init; }

    /// <summary>Where the post can be read on the web.</summary>
    public string? Url { get; init; }

    /// <summary>Which of several posts goes first. Default: normal.</summary>
    public PostPriority Priority { get; init; }

    /// <summary>The first readers are written to and watched before the rest; null for none.</summary>
    public Canary? Canary { get; init; }

    /// <summary>Makes repeating this call safe: the same key and content give the same post. 1 to 255 visible ASCII characters.</summary>
    public string? IdempotencyKey { get; init; }
}
