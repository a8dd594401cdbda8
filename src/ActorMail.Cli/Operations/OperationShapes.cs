namespace ActorMail.Cli.Operations;

/// <summary>The answer of <c>GET /api/operations</c>.</summary>
internal sealed record OperationTable
{
    public required IReadOnlyList<OperationView> Operations { get; init; }
}

/// <summary>One operation of a node.</summary>
internal sealed record OperationView
{
    public required string Name { get; init; }

    public string Help { get; init; } = "";

    public IReadOnlyList<ArgumentView> Arguments { get; init; } = [];
}

/// <summary>One argument of an operation.</summary>
internal sealed record ArgumentView(string Name, bool Required);

/// <summary>The body of <c>POST /api/operations/{name}</c>.</summary>
internal sealed record OperationRequest(IReadOnlyDictionary<string, string> Arguments);

/// <summary>What an operation had to say.</summary>
internal sealed record OperationLines
{
    public required IReadOnlyList<string> Lines { get; init; }
}
