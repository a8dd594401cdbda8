namespace ActorMail.Cli.Posts;

/// <summary>The body of a retry; without outcomes the node takes its own default.</summary>
internal sealed record RetryRequest(IReadOnlyList<string>? Outcomes);

/// <summary>The body of a resolve.</summary>
internal sealed record ResolveRequest(string As);

/// <summary>The answer to a retry.</summary>
internal sealed record RetryAnswer
{
    /// <summary>Deliveries that are due again.</summary>
    public required int Requeued { get; init; }
}

/// <summary>The body of a test mail.</summary>
internal sealed record TestRequest(string Email);

/// <summary>How a test mail ended.</summary>
internal sealed record TestAnswer
{
    public required bool Accepted { get; init; }

    /// <summary>The relay's answer, or why there was none.</summary>
    public required string Outcome { get; init; }
}

/// <summary>One line of a post's deliveries.</summary>
internal sealed record DeliveryView
{
    public required string Email { get; init; }

    public required string Outcome { get; init; }

    public int Attempts { get; init; }

    public int? Code { get; init; }

    public string? Enhanced { get; init; }

    public string? Reply { get; init; }
}

/// <summary>Why a reader did or did not get a post.</summary>
internal sealed record ExplanationView
{
    public required string Email { get; init; }

    public string? Outcome { get; init; }

    public required string Summary { get; init; }

    public required IReadOnlyList<ExplanationStep> Steps { get; init; }
}

/// <summary>One thing that happened on the way.</summary>
internal sealed record ExplanationStep
{
    public required DateTimeOffset At { get; init; }

    public required string What { get; init; }

    public int? Code { get; init; }

    public string? Enhanced { get; init; }

    public string? Reply { get; init; }

    public string? Relay { get; init; }

    public string? Node { get; init; }
}
