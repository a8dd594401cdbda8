using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using MimeKit;

namespace ActorMail.Smtp.Letters;

/// <summary>One post's letter: everything that is the same for all readers is encoded already. Immutable, so safe to share.</summary>
internal sealed class MimeLetter(
    Post post, EmailAddress from, string publicUrl, UnsubscribeTokens tokens, ComposedLetter composed, LetterHeaders headers) : IMimeLetter
{
    /// <summary>Values may add this much before the buffer has to grow.</summary>
    private const int RoomForValues = 2048;

    private const string Closing = "--\r\n";

    /// <summary>"=_" can occur in no quoted-printable and no base64, so the boundary never occurs in a part.</summary>
    private readonly string _boundary = $"=_{post.Id}-{post.Revision}";
    private readonly byte[] _textHead = Head(post, composed.Text, "plain", first: true);
    private readonly byte[] _htmlHead = Head(post, composed.Html, "html", first: false);
    private readonly byte[] _tail = System.Text.Encoding.ASCII.GetBytes($"\r\n--=_{post.Id}-{post.Revision}{Closing}");

    public PostId Post => post.Id;

    public int Revision => post.Revision;

    public EmailAddress EnvelopeFrom => from;

    /// <exception cref="LetterFailedException">The reader's values cannot be put into the post.</exception>
    public MimeMessage Personalise(Recipient recipient)
    {
        var url = $"{publicUrl}/u/{tokens.Seal(post.ListId, recipient.Id, recipient.TokenEpoch)}";
        var values = new LetterValues(composed.Post, recipient, url);
        values.Subject = composed.Subject(values);
        var bytes = new LetterBuffer(
            _textHead.Length + composed.Text.FixedLength + _htmlHead.Length + composed.Html.FixedLength + _tail.Length + RoomForValues);
        try
        {
            bytes.Append(_textHead);
            composed.Text.Write(values, bytes);
            bytes.Append(_htmlHead);
            composed.Html.Write(values, bytes);
            bytes.Append(_tail);
            var message = headers.Begin(recipient, values.Subject, url);
            message.Body = new LetterBody(bytes, _boundary);
            return message;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static byte[] Head(Post post, LetterPart part, string subtype, bool first) => System.Text.Encoding.ASCII.GetBytes(
        $"{(first ? "" : "\r\n")}--=_{post.Id}-{post.Revision}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
        + $"Content-Transfer-Encoding: {part.TransferEncoding}\r\n\r\n");
}
