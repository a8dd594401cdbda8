using System.ComponentModel;
using ActorMail.Operations;

namespace ActorMail.Web.Operations;

/// <summary>The answer of <c>GET /api/operations</c>.</summary>
internal sealed record OperationsJson(IReadOnlyList<OperationJson> Operations);

/// <summary>One operation: its name, its help and its arguments.</summary>
internal sealed record OperationJson(
    string Name, string Help, [property: Description("It does more than look.")] bool Changes, IReadOnlyList<ArgumentJson> Arguments)
{
    public static OperationJson Of(Operation operation) => new(
        operation.Name, operation.Help, operation.Changes,
        [.. operation.Arguments.Select(argument => new ArgumentJson(argument.Name, argument.Help, argument.Required))]);
}

/// <summary>One argument of an operation; they are given by name.</summary>
internal sealed record ArgumentJson(string Name, string Help, bool Required);

/// <summary>The body of <c>POST /api/operations/{name}</c>.</summary>
internal sealed record OperationRequest([property: Description("Values by name.")] Dictionary<string, string>? Arguments = null);

/// <summary>What an operation has to say.</summary>
internal sealed record LinesJson(IReadOnlyList<string> Lines);
