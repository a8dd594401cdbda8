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

    public SuppressionView? Suppression { get; init; }
}

/// <summary>Why an address is suppressed.</summary>
/// <param name="Reason">unknown, disabled, full or hand.</param>
internal sealed record SuppressionView(string Reason, DateTimeOffset At, string? Post, string? Reply);

/// <summary>The body of <c>PATCH /api/subscribers/{email}</c>.</summary>
internal sealed record StateRequest(string State);

/// <summary>A page of <c>GET /api/subscribers</c>.</summary>
internal sealed record SubscriberPage(IReadOnlyList<SubscriberView> Subscribers, string? Next);

/// <summary>One line of an import's answer; only the last one has <see cref="Errors"/>.</summary>
internal sealed record ImportLine
{
    public required long Imported { get; init; }

    public required long Updated { get; init; }

    public required long Refused { get; init; }

    public IReadOnlyList<ImportError>? Errors { get; init; }

    /// <summary>Lines taken whose address is suppressed and stays so.</summary>
    public long Suppressed { get; init; }

    /// <summary>Lines taken whose reader had left and stays away.</summary>
    public long StayedAway { get; init; }

    /// <summary>Lines that brought a reader back who had left.</summary>
    public long Revived { get; init; }

    /// <summary>What is to be told of lines that were taken.</summary>
    public IReadOnlyList<ImportError>? Notes { get; init; }

    /// <summary>Why the node stopped before the end of the file.</summary>
    public string? Failed { get; init; }
}

/// <param name="Line">From 1, the header row being line 1.</param>
internal sealed record ImportError(long Line, string Reason);
