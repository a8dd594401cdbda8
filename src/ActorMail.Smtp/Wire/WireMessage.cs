using System.Text;
using ActorMail.Delivery;
using ActorMail.Smtp.Letters.Encoding;
using MimeKit;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// One letter made ready before MAIL: written and looked at once, so that a letter that cannot be written fails here, its size is
/// known for SIZE, and nothing but bytes remains to be done between DATA and the dot. Filled again for the next letter.
/// </summary>
internal sealed class WireMessage
{
    // Never disposed, so that its rented arrays never go to another letter while a write that was given up still reads them.
    private readonly LetterBytes _letter = new();
    private readonly WireBody _body;
    private Header? _head;

    public WireMessage()
    {
        _body = new WireBody(_letter.Body);
        Message = new MimeMessage { Body = _body };
    }

    /// <summary>What MailKit takes: a shell that writes the letter's bytes as they are.</summary>
    public MimeMessage Message { get; }

    public long Size => _letter.Size;

    /// <summary>Throws whatever the letter throws, and <see cref="FormatException"/> for bytes that must not go out.</summary>
    public void Fill(IMimeLetter letter, Recipient recipient, WireProgress progress)
    {
        _letter.Clear();
        letter.Write(recipient, _letter);
        var eightBit = recipient.Email.NeedsSmtpUtf8;
        var fault = WireRules.HeadFault(_letter.Head.Written)
            ?? WireRules.Fault(_letter.Head.Written, eightBit) ?? WireRules.Fault(_letter.Body.Written, eightBit);
        if (fault is not null) throw new FormatException(fault);
        _body.Progress = progress;
        Carry(_letter.Head.Written);
    }

    /// <summary>
    /// MimeKit would fold and encode each field again, and a signature holds for these bytes only: so the first field carries the
    /// whole head as its value. This is the one place where that is allowed, because every byte has passed <see cref="WireRules"/>.
    /// </summary>
    private void Carry(ReadOnlySpan<byte> head)
    {
        var colon = head.IndexOf((byte)':');
        if (_head is null || !Ascii.Equals(head[..colon], _head.Field))
        {
            Message.Headers.Clear();
            _head = new Header(Encoding.ASCII.GetString(head[..colon]), "");
            Message.Headers.Add(_head);
        }

#pragma warning disable RS0030
        _head.SetRawValue(head[(colon + 1)..].ToArray());
#pragma warning restore RS0030
    }
}
