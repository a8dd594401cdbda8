using ActorMail.Delivery;
using ActorMail.Smtp.Letters.Encoding;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// One letter made ready before MAIL: written and looked at once, so that a letter that cannot be written fails here, its size is
/// known for SIZE, and nothing but bytes remains to be done between DATA and the dot. Filled again for the next letter.
/// </summary>
internal sealed class WireMessage
{
    // Never disposed, so that its rented arrays never go to another letter while a write that was given up still reads them.
    private readonly LetterBytes _letter = new();
    private (IMimeLetter Letter, Recipient Recipient)? _holds;

    /// <summary>The header fields, each with its line end.</summary>
    public LetterBuffer Head => _letter.Head;

    public LetterBuffer Body => _letter.Body;

    public long Size => _letter.Size;

    /// <summary>
    /// Throws whatever the letter throws, and <see cref="FormatException"/> for bytes that must not go out. Does nothing when it holds
    /// the same letter to the same reader already.
    /// </summary>
    public void Fill(IMimeLetter letter, Recipient recipient)
    {
        if (_holds is { } held && ReferenceEquals(held.Letter, letter) && ReferenceEquals(held.Recipient, recipient)) return;
        _holds = null;
        _letter.Clear();
        letter.Write(recipient, _letter);
        var eightBit = recipient.Email.NeedsSmtpUtf8;
        var fault = WireRules.HeadFault(Head.Written)
            ?? WireRules.Fault(Head.Written, eightBit) ?? WireRules.Fault(Body.Written, eightBit);
        if (fault is not null) throw new FormatException(fault);
        _holds = (letter, recipient);
    }
}
