using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Subscribers;

namespace ActorMail.Smtp;

/// <summary>A letter in the wire's own form.</summary>
internal interface IMimeLetter : ILetter
{
    /// <summary>The envelope's sender (MAIL FROM).</summary>
    EmailAddress EnvelopeFrom { get; }

    /// <summary>Writes the message for one reader, as it goes out: the same bytes on every attempt.</summary>
    /// <param name="bytes">Empty; filled by the letter.</param>
    void Write(Recipient recipient, LetterBytes bytes);
}
