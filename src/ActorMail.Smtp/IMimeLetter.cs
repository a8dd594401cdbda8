using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Subscribers;
using MimeKit;

namespace ActorMail.Smtp;

/// <summary>A letter in the wire's own form.</summary>
internal interface IMimeLetter : ILetter
{
    /// <summary>The envelope's sender (MAIL FROM).</summary>
    EmailAddress EnvelopeFrom { get; }

    /// <summary>The message for one reader: the same bytes on every attempt. The caller disposes it and shares it with nobody.</summary>
    MimeMessage Personalise(Recipient recipient);
}
