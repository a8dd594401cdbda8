using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMail.Posts;

namespace ActorMail.Engine;

/// <summary>The values kept as json: a subscriber's attributes, a post's final figures and its canary.</summary>
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

    public static string? Canary(Canary? canary) =>
        canary is null ? null : JsonSerializer.Serialize(canary, Context.Default.Canary);

    public static Canary? Canary(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Context.Default.Canary);

    [JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
    [JsonSerializable(typeof(Dictionary<string, string>))]
    [JsonSerializable(typeof(SortedDictionary<string, string>))]
    [JsonSerializable(typeof(PostTotals))]
    [JsonSerializable(typeof(Canary))]
    private sealed partial class Context : JsonSerializerContext;
}
