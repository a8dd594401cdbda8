using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Web.Posts;
using ActorMail.Webhooks;

namespace ActorMail.Web.Webhooks;

/// <summary>The body of <c>POST /api/webhooks/test</c> and <c>/retry</c>.</summary>
internal sealed record EndpointRequest(string? Url = null);

/// <summary>The answer of <c>GET /api/webhooks</c>.</summary>
internal sealed record EndpointsJson(IReadOnlyList<EndpointJson> Endpoints);

/// <summary>One endpoint.</summary>
internal sealed record EndpointJson(
    string Url,
    [property: Description("Empty for one that is no longer configured.")] IReadOnlyList<string> Events,
    int Pending,
    int Delivered,
    int Failed,
    [property: Description("Why it is told nothing any more; left out when it is."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Disabled,
    [property: Description("When its next message is due."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LastAnswer)
{
    public static EndpointJson Of(EndpointState state) => new(
        state.Url, [.. WebhookEventNames.Of(state.Events)], state.Pending, state.Delivered, state.Failed, state.DisabledWhy, state.NextAt,
        state.LastAnswer);
}

/// <summary>The answer of <c>GET /api/webhooks/messages</c>.</summary>
internal sealed record MessagesJson(IReadOnlyList<MessageJson> Messages);

/// <summary>One message to one endpoint.</summary>
internal sealed record MessageJson(
    [property: Description("The header webhook-id.")] string Id,
    string Event,
    string Url,
    DateTimeOffset At,
    [property: JsonConverter(typeof(LowerCase<WebhookState>))] WebhookState State,
    int Attempts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAt,
    [property: Description("The last answer, or why there was none."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Answer)
{
    public static MessageJson Of(WebhookLine line) => new(
        line.MessageId, line.Event, line.Url, line.At, line.State, line.Attempts, line.NextAt, line.Answer);
}

/// <summary>The answer of <c>POST /api/webhooks/test</c>.</summary>
internal sealed record TestedJson(IReadOnlyList<TestResultJson> Results);

internal sealed record TestResultJson(string Url, bool Delivered, string Answer)
{
    public static TestResultJson Of(Uri url, WebhookAnswer answer) => new(url.AbsoluteUri, answer is WebhookAnswer.Taken, answer.Said);
}

/// <summary>The answer of <c>POST /api/webhooks/retry</c>.</summary>
internal sealed record RetriedJson(string Url, [property: Description("Messages that are due now.")] int Due);
