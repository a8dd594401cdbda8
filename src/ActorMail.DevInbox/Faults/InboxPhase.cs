namespace ActorMail.DevInbox;

/// <summary>Where in a session a fault strikes.</summary>
public enum InboxPhase
{
    /// <summary>As soon as there is a connection, before TLS from the first byte.</summary>
    Accept,

    /// <summary>Instead of the greeting.</summary>
    Connect,

    /// <summary>EHLO and HELO.</summary>
    Ehlo,

    StartTls,

    /// <summary>Instead of the TLS handshake that follows STARTTLS.</summary>
    Handshake,

    Auth,

    Mail,

    Rcpt,

    Data,

    /// <summary>When <see cref="InboxFault.AfterBytes"/> of the body were read.</summary>
    Body,

    /// <summary>After the end of data.</summary>
    Dot,

    Rset,

    Quit,
}
