using ActorMail.Delivery;
using ActorMail.Subscribers;

namespace ActorMail.SignUps;

/// <summary>The confirmation mails that are to be sent, each handed to one node at a time.</summary>
public interface ISignUpMails
{
    /// <summary>Whether there is a mail to be sent now.</summary>
    Task<bool> AnyDueAsync(CancellationToken cancel);

    /// <summary>
    /// Notes that a mail is about to start, and by whom; null when there is none. One whose holder died with it is given again once with
    /// <see cref="OnUncertain.Resend"/>, else left as uncertain.
    /// </summary>
    /// <param name="holder">Names this run of the node.</param>
    /// <param name="lease">How long nobody else gets the mail: it must not start, or go on, later than that.</param>
    Task<SignUpMail?> ClaimAsync(Guid holder, TimeSpan lease, OnUncertain onUncertain, CancellationToken cancel);

    /// <summary>Stores what became of a claimed mail; nothing if the claim is no longer <paramref name="holder"/>'s.</summary>
    Task EndAsync(SignUpMail mail, Guid holder, SignUpMailEnd end, CancellationToken cancel);

    /// <summary>Forgets the addresses no mail was asked for, and that were not confirmed, for <paramref name="lasts"/>.</summary>
    Task<int> SweepAsync(TimeSpan lasts, CancellationToken cancel);
}

/// <summary>A confirmation mail that is about to start.</summary>
/// <param name="Mark">The address's, for the link.</param>
/// <param name="Lists">Those it asks about, as they were when this attempt began: a wish that joins a mail put off adds its own.</param>
/// <param name="Round">Goes up when a sign-up ends, so that the links of the one before are void.</param>
/// <param name="Number">Of the mails of this round.</param>
/// <param name="At">When the mail was asked for: its date, the same on each attempt.</param>
/// <param name="Since">When its first attempt began.</param>
/// <param name="Attempts">Attempts before this one.</param>
/// <param name="Doubts">Those of them whose end nobody knows.</param>
public sealed record SignUpMail(
    SignUpId Id, string Mark, int Round, int Number, EmailAddress Email, IReadOnlyList<string> Lists, DateTimeOffset At, DateTimeOffset Since,
    int Attempts, int Doubts);

/// <summary>What became of a confirmation mail.</summary>
/// <param name="Said">The relay's reply or the reason, at most a line.</param>
public abstract record SignUpMailEnd(string Said)
{
    /// <summary>A relay took it.</summary>
    public sealed record Mailed(string Said) : SignUpMailEnd(Said);

    /// <summary>Surely not taken; tried again after <paramref name="In"/>.</summary>
    public sealed record Again(string Said, TimeSpan In) : SignUpMailEnd(Said);

    /// <summary>Surely not taken, and not tried again.</summary>
    /// <param name="Counts">Whether it is one of the few mails the address may have: false when it was no doing of the address.</param>
    public sealed record Refused(string Said, bool Counts = true) : SignUpMailEnd(Said);

    /// <summary>Nobody knows.</summary>
    /// <param name="ResendIn">When the same mail is sent again; null for never.</param>
    public sealed record Uncertain(string Said, TimeSpan? ResendIn) : SignUpMailEnd(Said);
}
