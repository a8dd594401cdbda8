namespace ActorMail.SignUps;

/// <summary>What a wish led to. For a node's figures, and never for whoever typed the address.</summary>
public enum SignUpTaken
{
    /// <summary>A confirmation mail is to be sent now.</summary>
    Mail,

    /// <summary>A confirmation mail is to be sent when the day since the last one is over.</summary>
    Later,

    /// <summary>No mail of its own: the sign-up that is open already serves it.</summary>
    Joined,

    /// <summary>Nothing was kept, because the mailbox has had its mails.</summary>
    Limited,

    /// <summary>Nothing was kept, because there is nothing to confirm or nobody to ask.</summary>
    Settled,
}

/// <summary>How many sign-ups are open.</summary>
/// <param name="Mails">Confirmation mails that are to be sent, or under way.</param>
/// <param name="Unconfirmed">Addresses that are not confirmed, those mails' among them.</param>
public readonly record struct SignUpsOpen(long Mails, long Unconfirmed);
