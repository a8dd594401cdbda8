using System.Text.Json.Serialization;
using ActorMail.Delivery;

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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAttempt)
{
    public static readonly string[] Columns =
        ["email", "outcome", "attempts", "code", "enhanced", "reply", "relay", "node", "at", "nextAttempt"];

    /// <summary>The values in the order of <see cref="Columns"/>.</summary>
    public IEnumerable<string?> Values =>
    [
        Email, Outcome.ToString().ToLowerInvariant(), Attempts.ToString(), Code?.ToString(), Enhanced, Reply, Relay, Node,
        At.ToString("O"), NextAttempt?.ToString("O"),
    ];

    public static DeliveryJson Of(DeliveryLine line) => new(
        line.Email, line.Outcome, line.Attempts, line.Reply?.Code, line.Reply?.Enhanced, line.Reply?.Text, line.Relay, line.Node,
        line.At, line.NextAttempt);
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
        new(step.At, step.What, step.Reply?.Code, step.Reply?.Enhanced, step.Reply?.Text, step.Relay, step.Node);
}
