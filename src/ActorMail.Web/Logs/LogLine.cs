using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Web.Posts;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Logs;

/// <summary>One line of the node's log, with the values that stand in it.</summary>
internal sealed record LogLine(
    [property: Description("Counts the node's lines from 1; 'after' takes it to read on.")] long No,
    DateTimeOffset At,
    [property: Description("information, warning, error or critical."), JsonConverter(typeof(LowerCase<LogLevel>))] LogLevel Level,
    string Category,
    [property: Description("The number of what happened, as docs/telemetry.md lists it; 0 when it has none.")] int EventId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Event,
    string Message,
    [property: Description("The named values of the message.")] IReadOnlyDictionary<string, string> Values,
    [property: Description("The exception's type and words; left out when there was none."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Exception)
{
    /// <summary>Says nothing: for an event that only shows that the link lives.</summary>
    public static readonly LogLine None =
        new(0, DateTimeOffset.UnixEpoch, LogLevel.Information, "", 0, null, "", new Dictionary<string, string>(), null);
}
