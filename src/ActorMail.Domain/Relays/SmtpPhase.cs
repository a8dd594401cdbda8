namespace ActorMail.Relays;

/// <summary>Where a session stood when a reply came or the link ended. The order is the order of a session.</summary>
public enum SmtpPhase
{
    /// <summary>Opening the connection up to the end of EHLO.</summary>
    Connect,

    /// <summary>STARTTLS and the handshake.</summary>
    StartTls,

    /// <summary>AUTH.</summary>
    Login,

    /// <summary>MAIL FROM.</summary>
    Mail,

    /// <summary>RCPT TO.</summary>
    Rcpt,

    /// <summary>DATA up to its 354.</summary>
    Data,

    /// <summary>Handing over the body, its last byte not yet written.</summary>
    Body,

    /// <summary>The point of no return: the last byte is handed over, the answer is due (RFC 1047).</summary>
    Dot,
}
