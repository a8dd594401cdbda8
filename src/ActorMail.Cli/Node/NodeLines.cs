using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ActorMail.Cli.Node;

/// <summary>Reads NDJSON line by line in flat memory.</summary>
internal static class NodeLines
{
    /// <summary>Each line as it came and as it is understood; empty lines are passed over.</summary>
    public static async IAsyncEnumerable<(byte[] Raw, T Value)> ReadAsync<T>(
        NodeClient node, NodeStream answer, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancel)
    {
        var pipe = PipeReader.Create(answer, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            var read = await pipe.ReadAsync(cancel);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                if (!IsBlank(line)) yield return (line, Understand(line));
            }

            if (read.IsCompleted)
            {
                var rest = buffer.ToArray();
                if (!IsBlank(rest)) yield return (rest, Understand(rest));
                yield break;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }

        T Understand(byte[] line)
        {
            try
            {
                return JsonSerializer.Deserialize(line, type) ?? throw node.NotUnderstood();
            }
            catch (JsonException)
            {
                throw node.NotUnderstood();
            }
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;
}
