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

    /// <summary>False when the session waits for somebody else's message, of whom it was told as <c>next</c>: open it anew for this one.</summary>
    bool Takes(ILetter letter, Recipient recipient);

    /// <summary>
    /// Sends one letter to one reader. <paramref name="cancel"/> is a kill switch only: once the body is out, cancelling
    /// gives <see cref="SendResult.Uncertain"/>. Opens nothing: it starts at once or not at all.
    /// </summary>
    /// <param name="next">What will most likely be sent next; null when nobody knows. It is sent only by a call of its own.</param>
    Task<SendResult> SendAsync(ILetter letter, Recipient recipient, Upcoming? next, CancellationToken cancel);

    /// <summary>
    /// Writes and signs what was told as <c>next</c>, between two calls of <see cref="SendAsync"/>, so that its own call finds it ready.
    /// Sends nothing. Never throws: a letter that cannot be written is told by its own call.
    /// </summary>
    void Prepare(Upcoming next);

    /// <summary>Says QUIT if that is possible within a few seconds, and closes. Never throws.</summary>
    Task CloseAsync();
}
