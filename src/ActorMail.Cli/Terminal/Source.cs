using System.CommandLine;
using System.Runtime.CompilerServices;
using ActorMail.Cli.CommandLine;

namespace ActorMail.Cli.Terminal;

/// <summary>The argument FILE|-.</summary>
internal sealed class SourceArgument : Argument<string>
{
    public SourceArgument(string description) : base("FILE") => Description = $"{description}; - reads stdin.";
}

/// <summary>A file to send, or stdin. Its failures are the user's own disk, never the node.</summary>
/// <param name="Length">Null for stdin and for what is no plain file.</param>
internal sealed record Source(string Name, Stream Stream, long? Length) : IDisposable
{
    public static Source Open(Shell shell, string name)
    {
        if (name == "-") return new Source("stdin", shell.Input, null);
        try
        {
            var file = new FileStream(name, new FileStreamOptions
            {
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
            return new Source(name, file, file.CanSeek ? file.Length : null);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw CommandEnded.Usage($"there is no file {name}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandEnded.Failed($"{name} cannot be read: {Printable.OneLine(fault.Message)}");
        }
    }

    /// <summary>The content piece by piece; a piece is good until the next one is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = await Stream.ReadAsync(buffer, cancel);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw CommandEnded.Failed($"{Name} cannot be read: {Printable.OneLine(fault.Message)}");
            }

            if (count == 0) yield break;
            yield return buffer.AsMemory(0, count);
        }
    }

    public void Dispose() => Stream.Dispose();
}
