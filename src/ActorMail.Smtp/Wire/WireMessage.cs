using ActorMail.Delivery;
using MimeKit;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// One letter made ready before MAIL: built and serialised once, so that a letter that cannot be written fails here, its size is
/// known for SIZE, and nothing but bytes remains to be done between DATA and the dot.
/// </summary>
internal sealed class WireMessage : IDisposable
{
    private const int MaxLine = 78;
    private static readonly FormatOptions Format = MakeFormat();
    private readonly MimeEntity _original;

    private WireMessage(MimeMessage message, MimeEntity original, long size) =>
        (Message, _original, Size) = (message, original, size);

    public MimeMessage Message { get; }

    public long Size { get; }

    /// <summary>Throws whatever the letter throws, and <see cref="FormatException"/> for bytes that must not go out.</summary>
    /// <param name="buffer">Holds the bytes until the message is disposed.</param>
    public static WireMessage Build(IMimeLetter letter, Recipient recipient, MemoryStream buffer, WireProgress progress)
    {
        var message = letter.Personalise(recipient);
        try
        {
            var body = message.Body ?? throw new FormatException("the letter has no body");
            if (!message.Headers.Contains(HeaderId.DkimSignature)) message.Prepare(EncodingConstraint.SevenBit, MaxLine);
            buffer.SetLength(0);
            message.WriteTo(Format, buffer);
            var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
            if (WireRules.Fault(bytes.Span, eightBit: recipient.Email.NeedsSmtpUtf8) is { } fault) throw new FormatException(fault);
            var start = bytes.Span.IndexOf("\r\n\r\n"u8) + 4;
            message.Body = new WireBody(body, bytes[start..], progress);
            return new WireMessage(message, body, bytes.Length);
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Message.Dispose();
        _original.Dispose();
    }

    private static FormatOptions MakeFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        return format;
    }
}
