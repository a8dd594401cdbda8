using System.Text.Json.Serialization;
using ActorMail.Subscribers;
using ActorMail.Web.Posts;

namespace ActorMail.Web.Subscribers;

/// <summary>One reader as the outside sees it.</summary>
internal sealed record SubscriberJson(
    string Email,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonConverter(typeof(LowerCase<SubscriberState>))] SubscriberState State,
    IReadOnlyList<string> Lists,
    IReadOnlyDictionary<string, string> Attributes,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SuppressionJson? Suppression)
{
    public static SubscriberJson Of(Subscriber reader) => new(
        reader.Email.ToString(), reader.Name, reader.State, reader.Lists, reader.Attributes, reader.CreatedAt, reader.UpdatedAt,
        reader.Suppression is { } why ? SuppressionJson.Of(why) : null);
}

/// <summary>Why an address is suppressed; there is none for one that was imported so.</summary>
/// <param name="Post">The post whose delivery showed it.</param>
/// <param name="Reply">What the relay said, with its codes.</param>
internal sealed record SuppressionJson(
    [property: JsonConverter(typeof(LowerCase<SuppressionReason>))] SuppressionReason Reason,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Post,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reply)
{
    public static SuppressionJson Of(Suppression why) => new(why.Reason, why.At, why.Post?.ToString(), why.Reply?.ToString());
}

internal sealed record SubscriberPageJson(
    IReadOnlyList<SubscriberJson> Subscribers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
