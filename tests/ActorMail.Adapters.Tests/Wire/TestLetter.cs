using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Smtp;
using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Subscribers;
using MimeKit;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>The smallest letter: a text of a given size. The real composer is tested elsewhere.</summary>
internal sealed class TestLetter(string? text = null, Action<MimeMessage>? change = null) : IMimeLetter
{
    private readonly string _text = text ?? "Hello.\r\n.a line with a dot\r\n..and two\r\nFrom here on: nothing.\r\n";

    public PostId Post { get; } = default;

    public int Revision => 1;

    /// <summary>How often it was written.</summary>
    public int Written { get; private set; }

    public EmailAddress EnvelopeFrom { get; } = EmailAddress.Parse("bounce@sender.example");

    public static TestLetter OfSize(int bytes) =>
        new(string.Concat(Enumerable.Repeat(new string('x', 74) + "\r\n", bytes / 76 + 1)));

    public static Recipient To(string address, long id = 1) =>
        new(new SubscriberId(id), EmailAddress.Parse(address), null, new Dictionary<string, string>(), 0);

    public MimeMessage Personalise(Recipient recipient)
    {
        var message = new MimeMessage { Subject = "Test", Date = default, MessageId = $"{recipient.Id.Value}@sender.example" };
        message.From.Add(new MailboxAddress("Sender", "news@sender.example"));
        message.To.Add(new MailboxAddress("", recipient.Email.ToString()));
        message.Body = new TextPart("plain") { Text = _text, ContentTransferEncoding = ContentEncoding.SevenBit };
        change?.Invoke(message);
        return message;
    }

    /// <summary>What MimeKit makes of it.</summary>
    public void Write(Recipient recipient, LetterBytes bytes)
    {
        Written++;
        using var message = Personalise(recipient);
        if (message.Body is null) throw new FormatException("the letter has no body");
        message.Prepare(EncodingConstraint.SevenBit);
        using var stream = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos, EnsureNewLine = true }, stream);
        var all = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        var end = all.IndexOf("\r\n\r\n"u8) + 2;
        bytes.Head.Append(all[..end]);
        bytes.Body.Append(all[(end + 2)..]);
    }
}
