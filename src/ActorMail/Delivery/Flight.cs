using ActorMail.Letters;
using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>One delivery on its way: picked from a slice, then granted, then ended.</summary>
/// <param name="Attempt">Counts the attempts at this delivery, from 1.</param>
/// <param name="Returns">How often it came back without having started.</param>
internal sealed record Flight(SliceLease Slice, Recipient Recipient, int Attempt, ILetter Letter, int Returns = 0)
{
    /// <summary>The recipient's provider, whose limits it falls under.</summary>
    public string Provider { get; } = MailProviders.Of(Recipient.Email.Domain);
}
