using ActorMail.Letters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ActorMail.Web.Problems;

/// <summary>Collects what is wrong with a request, by field, so that all of it is named at once.</summary>
internal sealed class FieldFaults
{
    private readonly Dictionary<string, List<string>> _errors = [];
    private readonly List<FaultLine> _lines = [];

    public bool None => _errors.Count == 0;

    public static ValidationProblem One(string field, string message) => new FieldFaults().Add(field, message).Problem();

    public static ValidationProblem Of(IReadOnlyList<ContentFault> faults)
    {
        var all = new FieldFaults();
        foreach (var fault in faults) all.Add(fault);
        return all.Problem();
    }

    public FieldFaults Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages)) _errors.Add(field, messages = []);
        messages.Add(message);
        return this;
    }

    public ValidationProblem Problem() => TypedResults.ValidationProblem(
        _errors.ToDictionary(error => error.Key, error => error.Value.ToArray()),
        detail: _errors.First() is var (field, messages) ? $"{field}: {messages[0]}" : null,
        title: "The request is not acceptable; nothing was changed.",
        extensions: _lines.Count > 0 ? new Dictionary<string, object?> { ["lines"] = _lines } : null);

    private void Add(ContentFault fault)
    {
        Add(fault.Field, fault.Line is { } at ? $"line {at}: {fault.Message}" : fault.Message);
        if (fault.Line is { } line) _lines.Add(new FaultLine(fault.Field, line, fault.Message));
    }

    private sealed record FaultLine(string Field, int Line, string Message);
}
