namespace ActorMail.Relays;

/// <summary>How a message or an opening ended other than by a reply that was due: what an exception says.</summary>
public enum LinkEnd
{
    /// <summary>No connection: refused, unreachable, unknown name, too late.</summary>
    Unreachable,

    /// <summary>The link broke, or an answer did not come in time.</summary>
    Broke,

    /// <summary>What came was no reply, or none that was due.</summary>
    Nonsense,

    /// <summary>The relay offers no STARTTLS.</summary>
    NoStartTls,

    /// <summary>The certificate or the version of TLS does not fit.</summary>
    Untrusted,

    /// <summary>The relay offers no mechanism to log in by.</summary>
    NoLogin,

    /// <summary>The address needs SMTPUTF8 and the relay has it not.</summary>
    NoSmtpUtf8,

    /// <summary>The letter is larger than the relay takes.</summary>
    TooLarge,

    /// <summary>The letter cannot be written.</summary>
    Unwritable,

    /// <summary>Something nobody thought of.</summary>
    Unforeseen,
}
