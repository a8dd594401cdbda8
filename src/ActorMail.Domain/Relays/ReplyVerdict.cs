namespace ActorMail.Relays;

/// <summary>
/// What one reply, or the end of a link, asks for (DELIVERY.md section 3): of the recipient, of the connection, and of all that is
/// larger than both. Three answers, so that a bad recipient never costs a connection and a bad relay never costs a recipient (P8).
/// </summary>
/// <param name="Row">The row of the table it was decided by, 1 to 35.</param>
/// <param name="Scope">Who is at fault.</param>
public sealed record ReplyVerdict(
    int Row, ReplyScope Scope, RecipientAction Recipient, SessionAction Session, WiderAction Wider)
{
    private static readonly WiderAction Nothing = new WiderAction.None();

    /// <summary>A verdict that asks for nothing beyond the recipient and the connection.</summary>
    public ReplyVerdict(int row, ReplyScope scope, RecipientAction recipient, SessionAction session)
        : this(row, scope, recipient, session, Nothing) { }
}

/// <summary>Who is at fault.</summary>
public enum ReplyScope
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The relay, for everybody.</summary>
    Relay,

    /// <summary>TLS: missing, refused or not trusted.</summary>
    Security,

    /// <summary>The relay's user name or password.</summary>
    Credentials,

    /// <summary>This session only: it is not what the relay wants.</summary>
    Session,

    /// <summary>The link: nobody said anything.</summary>
    Stream,

    /// <summary>The relay speaks no SMTP here.</summary>
    Protocol,

    /// <summary>The post: every recipient would be refused alike.</summary>
    Run,

    /// <summary>The letter: its size or what it says.</summary>
    Message,

    /// <summary>The recipient's provider.</summary>
    Domain,

    /// <summary>A rule of the recipient's side, which may be about the sender as well.</summary>
    Policy,

    /// <summary>The recipient's address or mailbox.</summary>
    Recipient,

    /// <summary>This program.</summary>
    Local,
}

/// <summary>What becomes of the connection.</summary>
public enum SessionAction
{
    /// <summary>It serves the next message.</summary>
    Keep,

    /// <summary>It is closed and, after the mailer's back-off, opened again.</summary>
    Restart,

    /// <summary>It is closed, and opening it again would end alike until somebody acts.</summary>
    Drop,
}
