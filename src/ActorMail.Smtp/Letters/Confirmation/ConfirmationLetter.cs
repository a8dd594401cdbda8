using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Subscribers;

namespace ActorMail.Smtp.Letters.Confirmation;

/// <summary>One confirmation mail. It says what its sender has it say, so that nobody can have a text of theirs sent to somebody else.</summary>
/// <param name="name">The sender's display name; empty for none.</param>
internal sealed class ConfirmationLetter(
    SenderSettings sender, string name, ConfirmationWords words, DateTimeOffset date, string messageId, DkimSigner signer) : IMimeLetter
{
    /// <summary>"=_" can occur in no quoted-printable, so the boundary never occurs in a part.</summary>
    private readonly string _boundary = $"=_{messageId}";

    /// <summary>It belongs to none.</summary>
    public PostId Post => default;

    public int Revision => 0;

    public EmailAddress EnvelopeFrom => sender.FromEmail;

    public void Write(Recipient recipient, LetterBytes bytes)
    {
        WriteHead(recipient.Email, bytes.Head);
        WritePart("plain", words.Text, bytes.Body);
        WritePart("html", words.Html, bytes.Body);
        bytes.Body.AppendUtf8($"--{_boundary}--\r\n");
        if (signer.Signs) signer.Sign(bytes, new CommonBody([]));
    }

    /// <summary>Of no mailing list and never answered by a machine: no List- fields, and Auto-Submitted (RFC 3834).</summary>
    private void WriteHead(EmailAddress to, LetterBuffer head)
    {
        HeaderText.WriteMailbox("From"u8, name, sender.FromEmail.ToString(), head);
        HeaderText.WriteMailbox("To"u8, "", to.ToString(), head);
        HeaderText.WriteText("Subject"u8, words.Subject, head);
        head.AppendUtf8(
            $"""
            Date: {MimeKit.Utils.DateUtils.FormatDate(date)}
            Message-ID: <{messageId}@{sender.FromEmail.Domain}>
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="{_boundary}"

            """.ReplaceLineEndings("\r\n"));
    }

    private void WritePart(string subtype, string text, LetterBuffer body)
    {
        body.AppendUtf8(
            $"--{_boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        QuotedPrintable.Write(text, body);
        body.AppendUtf8("\r\n");
    }
}
