namespace ActorMail.SignUps;

/// <summary>
/// How many confirmation mails a mailbox gets, so that nobody can be bombed with them (DELIVERY.md section 8): one in 24 hours, and three
/// until its owner confirms, however often and by whomever it is signed up.
/// </summary>
public static class SignUpLimits
{
    public const int MostMails = 3;

    /// <summary>How often a mail whose end nobody knows is sent again, with the same Message-ID.</summary>
    public const int MostResends = 1;

    public static readonly TimeSpan Between = TimeSpan.FromHours(24);

    /// <summary>How long a link waits for its reader; then the address is forgotten and only its mark is kept.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(30);

    /// <summary>When the next mail may go out; null for never, or because the one that was sent says all.</summary>
    /// <param name="mails">Sent since the address was last confirmed.</param>
    /// <param name="anew">Whether what was sent before has ended, confirmed or forgotten, so that its link does not serve this wish.</param>
    public static DateTimeOffset? NextMail(int mails, DateTimeOffset? lastAt, bool anew, DateTimeOffset now)
    {
        if (mails >= MostMails) return null;
        if (lastAt is not { } last || last + Between <= now) return now;
        return anew ? last + Between : null;
    }
}
