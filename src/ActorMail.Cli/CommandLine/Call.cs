using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.CommandLine;

/// <summary>One run of one verb: what was typed, the node to ask and the place to write to.</summary>
/// <param name="Json">True when stdout is for a machine.</param>
internal sealed record Call(ParseResult Parse, Shell Shell, NodeClient Node, bool Json) : IDisposable
{
    public T? Value<T>(Option<T> option) => Parse.GetValue(option);

    public T Value<T>(Argument<T> argument) => Parse.GetRequiredValue(argument);

    /// <summary>Asks and, for a machine, prints the answer exactly as it came; the caller prints it for a person.</summary>
    public async Task<T> AskAsync<T>(NodeRequest request, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        var (raw, value) = await Node.AskAsync(request, type, cancel);
        if (Json) Shell.PrintLine(raw);
        return value;
    }

    /// <summary>Writes lines for a person; a machine has had its JSON already.</summary>
    public void Tell(params IEnumerable<string> lines)
    {
        if (Json) return;
        foreach (var line in lines) Shell.Print(line);
    }

    /// <summary>Writes an answer to stdout as it comes, byte by byte.</summary>
    public async Task PassOnAsync(NodeStream answer, string mediaType, CancellationToken cancel)
    {
        if (answer.ContentType?.MediaType != mediaType) throw Node.NotUnderstood();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await answer.ReadAsync(buffer, cancel)) > 0;) Shell.PrintRaw(buffer.AsSpan(0, count));
    }

    public void Dispose() => Node.Dispose();
}
