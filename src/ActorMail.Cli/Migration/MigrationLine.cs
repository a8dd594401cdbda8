using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorMail.Cli.Migration;

/// <summary>A line of a migration's answer; the last one holds the counts or why it failed.</summary>
internal sealed record MigrationLine
{
    public string? Table { get; init; }

    public long? Rows { get; init; }

    public string? Failed { get; init; }

    /// <summary>The rows of each table, by its name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Moved { get; set; }
}
