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
    DateTimeOffset UpdatedAt)
{
    public static SubscriberJson Of(Subscriber reader) => new(
        reader.Email.ToString(), reader.Name, reader.State, reader.Lists, reader.Attributes, reader.CreatedAt, reader.UpdatedAt);
}

internal sealed record SubscriberPageJson(
    IReadOnlyList<SubscriberJson> Subscribers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
