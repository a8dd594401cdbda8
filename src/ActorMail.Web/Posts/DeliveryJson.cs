using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Delivery;
using ActorMail.Relays;
using ActorMail.Web.Requests;

namespace ActorMail.Web.Posts;

/// <summary>One delivery as a line of a list.</summary>
internal sealed record DeliveryJson(
    string Email,
    [property: JsonConverter(typeof(LowerCase<OutcomeName>))] OutcomeName Outcome,
    int Attempts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Enhanced,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reply,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Relay,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Node,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAttempt,
    [property: Description("Where this line stands, for 'after'; it stays when the reader is erased and 'email' is empty.")] string Place)
{
    public static readonly string[] Columns =
        ["email", "outcome", "attempts", "code", "enhanced", "reply", "relay", "node", "at", "nextAttempt", "place"];

    /// <summary>The values in the order of <see cref="Columns"/>.</summary>
    public IEnumerable<string?> ToRow() =>
    [
        Email, Outcome.ToString().ToLowerInvariant(), Attempts.ToString(), Code?.ToString(), Enhanced, Reply, Relay, Node,
        At.ToString("O"), NextAttempt?.ToString("O"), Place,
    ];

    public static DeliveryJson Of(DeliveryLine line) => new(
        line.Email, line.Outcome, line.Attempts, Spoken.Code(line.Reply), line.Reply?.Enhanced, line.Reply?.Text, line.Relay, line.Node,
        line.At, line.NextAttempt, Paging.Cursor(line.Subscriber));
}

/// <summary>Why a reader did or did not get a post.</summary>
internal sealed record ExplanationJson(
    string Email,
    [property: JsonConverter(typeof(LowerCase<OutcomeName>))]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OutcomeName? Outcome,
    string Summary,
    IReadOnlyList<StepJson> Steps)
{
    public static ExplanationJson Of(DeliveryExplanation told) =>
        new(told.Email, told.Outcome, told.Summary, [.. told.Steps.Select(StepJson.Of)]);
}

internal sealed record StepJson(
    DateTimeOffset At,
    string What,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Enhanced,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reply,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Relay,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Node)
{
    public static StepJson Of(DeliveryStep step) =>
        new(step.At, step.What, Spoken.Code(step.Reply), step.Reply?.Enhanced, step.Reply?.Text, step.Relay, step.Node);
}

internal static class Spoken
{
    /// <summary>A relay's code; a reason of our own has none.</summary>
    public static int? Code(SmtpReply? reply) => reply is { Code: > 0 and var code } ? code : null;
}
