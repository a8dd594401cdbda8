using ActorMail.Delivery;
using ActorMail.Letters;

namespace ActorMail.Relays;

/// <summary>Opens connections to relays.</summary>
public interface IRelayConnector
{
    /// <summary>A connection object for one mailer; nothing is opened yet.</summary>
    IRelayConnection Create(RelaySettings relay);
}

/// <summary>One SMTP session, used by one mailer. Expected failures are values, not exceptions.</summary>
public interface IRelayConnection : IAsyncDisposable
{
    /// <summary>Connects, secures and authenticates. Null when the session is ready, else why it is not.</summary>
    Task<RelayFault?> OpenAsync(CancellationToken cancel);

    /// <summary>
    /// Sends one letter to one reader. <paramref name="cancel"/> is a kill switch only: once the body is out, cancelling
    /// gives <see cref="SendResult.Uncertain"/>.
    /// </summary>
    Task<SendResult> SendAsync(ILetter letter, Recipient recipient, CancellationToken cancel);

    /// <summary>Says QUIT if that is possible within a few seconds, and closes. Never throws.</summary>
    Task CloseAsync();
}
