namespace ActorMail.DevInbox;

/// <summary>Where in a session a fault strikes.</summary>
public enum InboxPhase
{
    /// <summary>Instead of the greeting.</summary>
    Connect,

    /// <summary>EHLO and HELO.</summary>
    Ehlo,

    StartTls,

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
