using MimeKit;
using MimeKit.IO;
using MimeKit.IO.Filters;

namespace ActorMail.Smtp.Letters.Encoding;

/// <summary>
/// The body as the bytes that go out: MimeKit writes the headers, this writes itself (DELIVERY.md 6.2). Seven bits, CRLF only, no
/// line longer than 76, so nothing is left to prepare. The bytes are gone once the message is disposed.
/// </summary>
internal sealed class LetterBody : MimeEntity
{
    private readonly LetterBuffer _bytes;

    public LetterBody(LetterBuffer bytes, string boundary)
        : base("multipart", "alternative")
    {
        _bytes = bytes;
        ContentType.Boundary = boundary;
    }

    /// <summary>The body's octets on the wire, for SIZE and for the body hash.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Written;

    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78)
    {
    }

    public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        base.WriteTo(options, stream, contentOnly, cancellationToken);
        if (!contentOnly) stream.Write(NewLine(options).Span);
        if (options.NewLineFormat == NewLineFormat.Dos)
        {
            if (stream is ICancellableStream cancellable) cancellable.Write(_bytes.Array, 0, _bytes.Length, cancellationToken);
            else stream.Write(_bytes.Array, 0, _bytes.Length);
            return;
        }

        using var filtered = new FilteredStream(stream);
        filtered.Add(new Dos2UnixFilter());
        filtered.Write(_bytes.Array, 0, _bytes.Length, cancellationToken);
        filtered.Flush(cancellationToken);
    }

    public override async Task WriteToAsync(
        FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        await base.WriteToAsync(options, stream, contentOnly, cancellationToken).ConfigureAwait(false);
        if (!contentOnly) await stream.WriteAsync(NewLine(options), cancellationToken).ConfigureAwait(false);
        if (options.NewLineFormat == NewLineFormat.Dos)
        {
            await stream.WriteAsync(_bytes.Array.AsMemory(0, _bytes.Length), cancellationToken).ConfigureAwait(false);
            return;
        }

        using var filtered = new FilteredStream(stream);
        filtered.Add(new Dos2UnixFilter());
        await filtered.WriteAsync(_bytes.Array.AsMemory(0, _bytes.Length), cancellationToken).ConfigureAwait(false);
        await filtered.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> NewLine(FormatOptions options) =>
        options.NewLineFormat == NewLineFormat.Dos ? "\r\n"u8.ToArray() : "\n"u8.ToArray();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _bytes.Dispose();
        base.Dispose(disposing);
    }
}
