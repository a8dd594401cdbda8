namespace ActorMail.Cli.Webhooks;

/// <summary>The body of <c>POST /api/webhooks/test</c> and <c>/retry</c>.</summary>
internal sealed record EndpointRequest(string? Url);

/// <summary>The answer of <c>GET /api/webhooks</c>.</summary>
internal sealed record EndpointPage
{
    public required IReadOnlyList<EndpointView> Endpoints { get; init; }
}

/// <summary>One endpoint.</summary>
internal sealed record EndpointView
{
    public required string Url { get; init; }

    public IReadOnlyList<string> Events { get; init; } = [];

    public int Pending { get; init; }

    public int Delivered { get; init; }

    public int Failed { get; init; }

    public string? Disabled { get; init; }

    public string? LastAnswer { get; init; }
}

/// <summary>The answer of <c>GET /api/webhooks/messages</c>.</summary>
internal sealed record MessagePage
{
    public required IReadOnlyList<MessageView> Messages { get; init; }
}

/// <summary>One message.</summary>
internal sealed record MessageView
{
    public required DateTimeOffset At { get; init; }

    public required string Event { get; init; }

    public required string Url { get; init; }

    public required string State { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    public string? Answer { get; init; }
}

/// <summary>The answer of <c>POST /api/webhooks/test</c>.</summary>
internal sealed record TestedPage
{
    public required IReadOnlyList<TestedEndpoint> Results { get; init; }
}

internal sealed record TestedEndpoint
{
    public required string Url { get; init; }

    public required bool Delivered { get; init; }

    public required string Answer { get; init; }
}

/// <summary>The answer of <c>POST /api/webhooks/retry</c>.</summary>
internal sealed record RetriedEndpoint
{
    public required int Due { get; init; }
}
