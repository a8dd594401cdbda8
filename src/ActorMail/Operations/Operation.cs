namespace ActorMail.Operations;

/// <summary>
/// Something an operator may ask of a node: said once here, offered over HTTP, by the command <c>actormail mail</c> and by the
/// <c>mail</c> palette of Petabridge.Cmd.
/// </summary>
/// <param name="Name">One word; users' scripts depend on it.</param>
/// <param name="Changes">True when it does more than look.</param>
internal sealed record Operation(
    string Name,
    string Help,
    bool Changes,
    IReadOnlyList<OperationArgument> Arguments,
    Func<OperationValues, CancellationToken, Task<OperationAnswer>> Handler)
{
    /// <summary>Runs it with values by name, or says which argument is missing or unknown.</summary>
    public async Task<OperationAnswer> RunAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel) =>
        Fault(values) is { } fault ? new OperationAnswer.Misused(fault) : await Handler(new OperationValues(values), cancel);

    private string? Fault(IReadOnlyDictionary<string, string> values)
    {
        if (values.Keys.FirstOrDefault(name => Arguments.All(argument => argument.Name != name)) is { } unknown)
            return $"'{unknown}' is no argument of {Name}";
        return Arguments.FirstOrDefault(argument => argument.Required && string.IsNullOrWhiteSpace(values.GetValueOrDefault(argument.Name)))
            is { } missing ? $"{missing.Name} is missing: {missing.Help}" : null;
    }
}

/// <param name="Switch">One letter, for a terminal that takes switches only.</param>
internal sealed record OperationArgument(string Name, char Switch, string Help, bool Required = true);

/// <summary>What was given for an operation's arguments.</summary>
internal sealed class OperationValues(IReadOnlyDictionary<string, string> values)
{
    /// <summary>Of a required argument.</summary>
    public string this[string name] => values[name].Trim();

    public string? Find(string name) => values.GetValueOrDefault(name)?.Trim() is { Length: > 0 } value ? value : null;
}

/// <summary>How an operation ended.</summary>
internal abstract record OperationAnswer
{
    private OperationAnswer() { }

    /// <summary>It was done; the lines are for a person.</summary>
    public sealed record Done(IReadOnlyList<string> Lines) : OperationAnswer;

    /// <summary>An argument is missing, unknown or makes no sense; nothing was done.</summary>
    public sealed record Misused(string Why) : OperationAnswer;

    /// <summary>It cannot be done as things are.</summary>
    public sealed record Refused(string Why) : OperationAnswer;
}
