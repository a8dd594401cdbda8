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

/// <summary>Why a relay cannot be used now.</summary>
/// <param name="Kind">Who has to act.</param>
/// <param name="Why">For the operator: one sentence, without secrets.</param>
public sealed record RelayFault(RelayFaultKind Kind, string Why);

/// <summary>Which part of a session failed.</summary>
public enum RelayFaultKind
{
    /// <summary>Not reachable, refusing or slow: time may heal it.</summary>
    Unavailable,

    /// <summary>TLS is missing or not trusted: the operator has to act; it never goes on in plain text.</summary>
    Security,

    /// <summary>The credentials were refused: the operator has to act.</summary>
    Credentials,
}

/// <summary>How sending one letter ended, and whether the session can be used again.</summary>
/// <param name="SessionUsable">False when the connection must be closed and opened anew.</param>
public abstract record SendResult(bool SessionUsable)
{
    /// <summary>250 after the final dot.</summary>
    public sealed record Accepted(SmtpReply Reply, bool SessionUsable = true) : SendResult(SessionUsable);

    /// <summary>Surely not accepted; worth another try later.</summary>
    public sealed record Deferred(SmtpReply Reply, bool SessionUsable = true) : SendResult(SessionUsable);

    /// <summary>Refused for this reader.</summary>
    public sealed record Rejected(SmtpReply Reply, bool SessionUsable = true) : SendResult(SessionUsable);

    /// <summary>The last byte was handed over and no answer came.</summary>
    public sealed record Uncertain(string Why) : SendResult(false);

    /// <summary>Surely not accepted and not this reader's doing: the link broke before the last byte.</summary>
    public sealed record Broken(string Why) : SendResult(false);

    /// <summary>The relay would refuse every reader alike (the sender, the size): the post has to stop.</summary>
    public sealed record RunRefused(SmtpReply Reply, bool SessionUsable = true) : SendResult(SessionUsable);
}
