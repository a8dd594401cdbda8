using MimeKit;

namespace ActorMail.Smtp.Wire;

/// <summary>A body that is already bytes, and says when they were handed over. Its headers are the original's, byte for byte.</summary>
internal sealed class WireBody : MimeEntity
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly WireProgress _progress;

    public WireBody(MimeEntity original, ReadOnlyMemory<byte> bytes, WireProgress progress) : base("text", "plain")
    {
        (_bytes, _progress) = (bytes, progress);
        Headers.Clear();
        foreach (var header in original.Headers) Headers.Add(header.Clone());
    }

    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78) { }

    public override void WriteTo(
        FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The wire writes asynchronously.");

    public override async Task WriteToAsync(
        FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        _progress.BodyBegins();
        await stream.WriteAsync(_bytes, cancellationToken).ConfigureAwait(false);
        _progress.BodyEnds();
    }
}
