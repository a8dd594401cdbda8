using ActorMail.Subscribers;

namespace ActorMail.SignUps;

/// <summary>A sign-up's number in the store, in the order they came.</summary>
public readonly record struct SignUpId(long Value);

/// <summary>Somebody's wish that an address joins lists. Until its owner confirms it, the address is no subscriber.</summary>
/// <param name="Mark">What remains of the address when the wish is forgotten (<see cref="Tokens.AddressMarks"/>).</param>
/// <param name="Mailbox">The mark of the mailbox behind it, whatever tag the address has: its mails are counted together.</param>
public sealed record SignUpWish(EmailAddress Email, string Mark, string Mailbox, IReadOnlyList<string> Lists);

/// <summary>How far an address's sign-up has come.</summary>
public enum SignUpState
{
    /// <summary>No mail is sent: the address was suppressed.</summary>
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
/// <param name="Mails">Confirmation mails that were begun since its last confirmation.</param>
/// <param name="MailedAt">When the last of them was begun or, once a relay took it, when that was.</param>
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
