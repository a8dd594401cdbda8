using System.Net;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Node;

/// <summary>A request's body that is read while it is sent, so its size never shows in memory.</summary>
/// <param name="sent">Told after each piece how many bytes have gone out.</param>
internal sealed class StreamedFile(Source source, Action<long> sent) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var total = 0L;
        await foreach (var piece in source.PiecesAsync(cancellationToken))
        {
            await stream.WriteAsync(piece, cancellationToken);
            sent(total += piece.Length);
        }
    }

    /// <summary>Chunked: a file may still be growing.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
