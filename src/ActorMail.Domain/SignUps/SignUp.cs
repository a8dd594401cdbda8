using ActorMail.Subscribers;

namespace ActorMail.SignUps;

/// <summary>A sign-up's number in the store; never shown to the outside.</summary>
public readonly record struct SignUpId(long Value);

/// <summary>Somebody's wish that an address joins lists. Until its owner confirms it, the address is no subscriber.</summary>
/// <param name="Mark">What remains of the address when the wish is forgotten (<see cref="Tokens.AddressMarks"/>).</param>
/// <param name="Name">As the form held it; kept for the subscriber, and never written into the mail.</param>
public sealed record SignUpWish(EmailAddress Email, string Mark, string? Name, IReadOnlyList<string> Lists);

/// <summary>How far an address's sign-up has come.</summary>
public enum SignUpState
{
    /// <summary>No mail is to be sent: the address is suppressed, on the lists already, or has had all the mails it may have.</summary>
    Quiet,

    /// <summary>The confirmation mail is to be sent, or on its way.</summary>
    Waiting,

    /// <summary>A relay took the mail; its reader has not confirmed.</summary>
    Mailed,

    /// <summary>The mail was refused, or given up.</summary>
    Refused,

    /// <summary>Nobody knows whether a relay took the mail.</summary>
    Uncertain,

    /// <summary>The owner of the address confirmed it and is a subscriber.</summary>
    Confirmed,
}

/// <summary>A sign-up that is not confirmed, as its author's side may see it.</summary>
/// <param name="Mails">Confirmation mails so far, the one that is to be sent included.</param>
/// <param name="Reply">What was last said of the mail; null before that.</param>
public sealed record SignUp(
    SignUpId Id,
    EmailAddress Email,
    IReadOnlyList<string> Lists,
    SignUpState State,
    DateTimeOffset WantedAt,
    int Mails,
    DateTimeOffset? MailedAt,
    string? Reply);

/// <summary>What the link in a confirmation mail leads to.</summary>
/// <param name="Email">Null once it is confirmed: then nothing of the address is kept here.</param>
public sealed record SignUpPlace(EmailAddress? Email, IReadOnlyList<string> Lists, DateTimeOffset? ConfirmedAt);
