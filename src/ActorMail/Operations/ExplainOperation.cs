using ActorMail.Delivery;
using ActorMail.Subscribers;

namespace ActorMail.Operations;

/// <summary>Why a reader did or did not get a post, step by step.</summary>
internal sealed class ExplainOperation(IDeliveryLog log)
{
    private static readonly OperationArgument Email = new("email", 'e', "the reader's address");

    public Operation Operation => new(
        "explain", "Tells why a reader did or did not get a post, step by step.", Changes: false, [PostArgument.Id, Email], ExplainAsync);

    private Task<OperationAnswer> ExplainAsync(OperationValues values, CancellationToken cancel) =>
        PostArgument.WithAsync(values, async id =>
        {
            if (!EmailAddress.TryParse(values[Email.Name], out var address, out var reason))
                return new OperationAnswer.Misused($"email: {reason}");
            return await log.ExplainAsync(id, address, cancel) is { } told
                ? new OperationAnswer.Done(Lines(told))
                : new OperationAnswer.Refused("this address is not in the post's audience, or there is no such post");
        });

    private static IReadOnlyList<string> Lines(DeliveryExplanation told) =>
    [
        $"{told.Email}: {told.Outcome?.ToString().ToLowerInvariant() ?? "no outcome yet"}",
        Columns.Clean(told.Summary),
        .. Columns.Of([.. told.Steps.Select(step => new[] { PostLines.Moment(step.At), step.What, Facts(step) })]),
    ];

    private static string Facts(DeliveryStep step) => string.Join(", ", new[]
    {
        step.Reply is { } reply ? $"{reply.Code} {reply.Enhanced} {reply.Text}".Replace("  ", " ") : null,
        step.Relay is { } relay ? $"relay {relay}" : null,
        step.Node is { } node ? $"node {node}" : null,
    }.OfType<string>());
}
