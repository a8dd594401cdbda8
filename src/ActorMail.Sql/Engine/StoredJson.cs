using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMail.Posts;

namespace ActorMail.Engine;

/// <summary>The two values kept as json: a subscriber's attributes and a post's final figures.</summary>
internal static partial class StoredJson
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public static string Attributes(IReadOnlyDictionary<string, string> attributes) => attributes.Count == 0
        ? "{}"
        : JsonSerializer.Serialize(new SortedDictionary<string, string>(
            attributes.ToDictionary(), StringComparer.Ordinal), Context.Default.SortedDictionaryStringString);

    public static IReadOnlyDictionary<string, string> Attributes(string json) => json == "{}"
        ? None
        : JsonSerializer.Deserialize(json, Context.Default.DictionaryStringString) ?? None;

    public static string? Totals(PostTotals? totals) =>
        totals is null ? null : JsonSerializer.Serialize(totals, Context.Default.PostTotals);

    public static PostTotals? Totals(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Context.Default.PostTotals);

    [JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
    [JsonSerializable(typeof(Dictionary<string, string>))]
    [JsonSerializable(typeof(SortedDictionary<string, string>))]
    [JsonSerializable(typeof(PostTotals))]
    private sealed partial class Context : JsonSerializerContext;
}
