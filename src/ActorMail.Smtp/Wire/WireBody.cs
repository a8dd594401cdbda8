using ActorMail.Smtp.Letters.Encoding;
using MimeKit;

namespace ActorMail.Smtp.Wire;

/// <summary>A body that is bytes already, and says when they were handed over.</summary>
internal sealed class WireBody : MimeEntity
{
    private readonly LetterBuffer _bytes;

    public WireBody(LetterBuffer bytes) : base("text", "plain")
    {
        _bytes = bytes;
        Headers.Clear();
    }

    public WireProgress? Progress { get; set; }

    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78) { }

    public override void WriteTo(
        FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The wire writes asynchronously.");

    public override async Task WriteToAsync(
        FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        Progress?.BodyBegins();
        await stream.WriteAsync(_bytes.Array.AsMemory(0, _bytes.Length), cancellationToken).ConfigureAwait(false);
        Progress?.BodyEnds();
    }
}
