namespace ActorMail.Cli.Subscribers;

/// <summary>The body of <c>POST /api/subscribers</c>.</summary>
internal sealed record AddRequest(
    string Email, string? Name, IReadOnlyList<string>? Lists, IReadOnlyDictionary<string, string>? Attributes);

/// <summary>One reader.</summary>
internal sealed record SubscriberView
{
    public required string Email { get; init; }

    /// <summary>active, unsubscribed or suppressed.</summary>
    public required string State { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<string>? Lists { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>One line of an import's answer; only the last one has <see cref="Errors"/>.</summary>
internal sealed record ImportLine
{
    public required long Imported { get; init; }

    public required long Updated { get; init; }

    public required long Refused { get; init; }

    public IReadOnlyList<ImportError>? Errors { get; init; }

    /// <summary>Why the node stopped before the end of the file.</summary>
    public string? Failed { get; init; }
}

/// <param name="Line">From 1, the header row being line 1.</param>
internal sealed record ImportError(long Line, string Reason);
