using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// A message the relay was told of along with the last one's dot: it answers, and then waits for that message alone. How far that has
/// come before the message may end.
/// </summary>
internal sealed class Announcement(Envelope mail)
{
    public Envelope Mail { get; } = mail;

    /// <summary>What became of it already: it was refused, or the link broke. Null while nothing did.</summary>
    public SendResult? Result { get; set; }

    /// <summary>True once all of the message has left but its end.</summary>
    public bool HasBody { get; set; }
}
