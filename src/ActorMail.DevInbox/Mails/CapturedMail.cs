using System.Globalization;
using MimeKit;

namespace ActorMail.DevInbox;

/// <summary>One mail as it came in.</summary>
public sealed class CapturedMail
{
    private readonly Lazy<MimeMessage?> _message;

    internal CapturedMail(long number, long connection, string envelopeFrom, IReadOnlyList<string> recipients, byte[] raw,
        BodyFacts facts, DateTimeOffset receivedAt, DateTimeOffset dotAt)
    {
        (Number, Connection, EnvelopeFrom, Recipients, Raw) = (number, connection, envelopeFrom, recipients, raw);
        (Facts, ReceivedAt, DotAt) = (facts, receivedAt, dotAt);
        _message = new Lazy<MimeMessage?>(Parse);
    }

    /// <summary>Counts accepted mails from 1.</summary>
    public long Number { get; }

    /// <summary>Counts connections from 1.</summary>
    public long Connection { get; }

    /// <summary>When MAIL came.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>When the end of data was seen.</summary>
    public DateTimeOffset DotAt { get; }

    /// <summary>When the 250 was handed to the kernel; null when it never was.</summary>
    public DateTimeOffset? AnsweredAt { get; internal set; }

    /// <summary>Without angle brackets; empty for the null sender.</summary>
    public string EnvelopeFrom { get; }

    public IReadOnlyList<string> Recipients { get; }

    /// <summary>The message exactly as sent, stuffed dots removed.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    public BodyFacts Facts { get; }

    public string? Subject => _message.Value?.Subject;

    public string? From => _message.Value?.From.ToString();

    public string? To => _message.Value?.To.ToString();

    public string? Html => _message.Value?.HtmlBody;

    public string? Text => _message.Value?.TextBody;

    public string? MessageId => _message.Value?.MessageId;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"mail {Number}, {Raw.Length} bytes");

    // What an arbitrary client sent need not be a message at all; it is still shown as source.
    private MimeMessage? Parse()
    {
        try
        {
            using var stream = new MemoryStream(Raw.ToArray(), writable: false);
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
