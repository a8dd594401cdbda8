namespace ActorMail.Cli.Logs;

/// <summary>The answer of <c>GET /api/logs</c>.</summary>
internal sealed record LogPage
{
    public required IReadOnlyList<LogLine> Lines { get; init; }

    public required long Next { get; init; }
}

/// <summary>One line of a node's log.</summary>
internal sealed record LogLine
{
    public required long No { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Level { get; init; }

    public required string Message { get; init; }

    public string Category { get; init; } = "";

    public int EventId { get; init; }

    public string? Event { get; init; }

    public IReadOnlyDictionary<string, string>? Values { get; init; }

    public string? Exception { get; init; }
}
