using System.Diagnostics.Metrics;
using ActorMail.SignUps;
using static ActorMail.Telemetry.TelemetryNames;

namespace ActorMail.Telemetry;

/// <summary>What a node counts of sign-ups: how many, and never whose.</summary>
internal sealed class SignUpFigures(Meter meter)
{
    public Totals<FormEnd> Forms { get; } =
        new(meter, Metrics.SignUpForms, "{form}", "Sign-up forms that were sent, by what became of them.", Tags.Outcome);

    public Totals<SignUpTaken> Wishes { get; } =
        new(meter, Metrics.SignUpWishes, "{wish}", "Wishes to join lists, by what they led to.", Tags.Outcome);

    public Totals<ConfirmationEnd> Mails { get; } =
        new(meter, Metrics.SignUpMails, "{mail}", "Attempts at confirmation mails, by their end.", Tags.Outcome);

    public Total Confirmed { get; } = new(meter, Metrics.SignUpsConfirmed, "{reader}", "Addresses whose owners confirmed.");

    public void Count(SignUpMailEnd end) => Mails.Add(end switch
    {
        SignUpMailEnd.Mailed => ConfirmationEnd.Accepted,
        SignUpMailEnd.Again => ConfirmationEnd.Deferred,
        SignUpMailEnd.Refused => ConfirmationEnd.Rejected,
        SignUpMailEnd.Uncertain => ConfirmationEnd.Uncertain,
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "An unknown end of a mail."),
    });
}

/// <summary>What became of a form.</summary>
internal enum FormEnd
{
    Taken,

    /// <summary>Something in it was wrong.</summary>
    Faulty,

    /// <summary>The field nobody sees was filled in.</summary>
    Trap,

    /// <summary>Its caller had sent too many.</summary>
    Caller,

    /// <summary>There were too many in all.</summary>
    Hour,
}

/// <summary>The end of one attempt at a confirmation mail.</summary>
internal enum ConfirmationEnd
{
    Accepted,
    Deferred,
    Rejected,
    Uncertain,
}
