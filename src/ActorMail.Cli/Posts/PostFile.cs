using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Posts;

/// <summary>Reads the text of a post.</summary>
internal static class PostFile
{
    /// <summary>More than any node takes; stops a mistaken /dev/zero.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    public static async Task<string> ReadAsync(Source source, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await foreach (var piece in source.PiecesAsync(cancel))
        {
            if (bytes.Length + piece.Length > MaxBytes) throw CommandEnded.Refused($"{source.Name} is larger than 64 MiB");
            bytes.Write(piece.Span);
        }

        return FileText.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))
            ?? throw CommandEnded.Refused($"{source.Name} is not UTF-8");
    }

    public static bool IsHtml(string name) => Path.GetExtension(name).ToLowerInvariant() is ".html" or ".htm";
}
