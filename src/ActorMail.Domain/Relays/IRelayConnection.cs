using ActorMail.Delivery;
using ActorMail.Letters;

namespace ActorMail.Relays;

/// <summary>Opens connections to relays.</summary>
public interface IRelayConnector
{
    /// <summary>A connection object for one mailer; nothing is opened yet.</summary>
    IRelayConnection Create(RelaySettings relay);
}

/// <summary>A message that will most likely follow on the same session, of whom a relay may be told ahead.</summary>
public sealed record Upcoming(ILetter Letter, Recipient Recipient);

/// <summary>One SMTP session, used by one mailer. Expected failures are values, not exceptions.</summary>
public interface IRelayConnection : IAsyncDisposable
{
    /// <summary>Connects, secures and authenticates. Null when the session is ready, else why it is not.</summary>
    Task<RelayFault?> OpenAsync(CancellationToken cancel);

    /// <summary>
    /// Sends one letter to one reader. <paramref name="cancel"/> is a kill switch only: once the body is out, cancelling
    /// gives <see cref="SendResult.Uncertain"/>.
    /// </summary>
    /// <param name="next">What will most likely be sent next; null when nobody knows. It is sent only by a call of its own.</param>
    Task<SendResult> SendAsync(ILetter letter, Recipient recipient, Upcoming? next, CancellationToken cancel);

    /// <summary>
    /// Gets ready what was told as <c>next</c> once the message before it has ended well: writes and signs it and, to a relay that waits
    /// for it, sends all of it but its end, without which the relay has no message (RFC 5321 4.1.1.4). Nothing else may be asked of the
    /// connection until it is done. Never throws; what went wrong is told by the message's own <see cref="SendAsync"/>.
    /// </summary>
    Task PrepareAsync(Upcoming next, CancellationToken cancel);

    /// <summary>Says QUIT if that is possible within a few seconds, and closes. Never throws.</summary>
    Task CloseAsync();
}
