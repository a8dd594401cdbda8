using System.Net;
using System.Text.Json;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Node;

/// <summary>A refusal as the node words it (RFC 9457), put on one line.</summary>
internal sealed record Problem(string? Title = null, string? Detail = null, Dictionary<string, string[]>? Errors = null)
{
    private const int MaxBytes = 64 * 1024;

    public static async Task<CommandEnded> ReadAsync(HttpResponseMessage response, NodeStream answer, CancellationToken cancel)
    {
        var status = response.StatusCode;
        if (response.Headers.Location is { } other && (int)status is >= 300 and < 400)
            return CommandEnded.Failed($"the node is elsewhere: {other}; give that to --url");
        var line = await ReadLineAsync(answer, cancel) ?? $"HTTP {(int)status} {response.ReasonPhrase}".TrimEnd();
        if (status == HttpStatusCode.Unauthorized)
        {
            line += response.RequestMessage?.Headers.Authorization is null
                ? " (give a key by --key or ACTORMAIL_KEY)"
                : " (the node does not know the key given by --key or ACTORMAIL_KEY)";
        }

        if (response.Headers.RetryAfter?.Delta is { } wait) line += $"; try again in {wait.TotalSeconds:0} s";
        return (int)status >= 500 ? CommandEnded.Failed(line, mayPass: true) : CommandEnded.Refused(line);
    }

    /// <summary>The faults by field when there are any, else the most telling sentence; null when nothing is said.</summary>
    public string? ToLine()
    {
        var faults = from field in Errors ?? []
                     where field.Value is { Length: > 0 }
                     let sentences = string.Join(", ", field.Value.Select(sentence => sentence.TrimEnd('.')))
                     select field.Key.Length == 0 ? sentences : $"{field.Key}: {sentences}";
        var line = string.Join("; ", faults);
        if (line.Length == 0) line = string.IsNullOrWhiteSpace(Detail) ? Title ?? "" : Detail;
        return string.IsNullOrWhiteSpace(line) ? null : Printable.OneLine(line);
    }

    private static async Task<string?> ReadLineAsync(NodeStream answer, CancellationToken cancel)
    {
        if (answer.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true) return null;
        var buffer = new byte[MaxBytes];
        var length = await answer.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancel);
        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), NodeJson.Default.Problem)?.ToLine();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
