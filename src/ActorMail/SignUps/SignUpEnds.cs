using ActorMail.Delivery;
using ActorMail.Relays;

namespace ActorMail.SignUps;

/// <summary>What the end of one sending means for a confirmation mail.</summary>
internal sealed record SignUpEnds(RetrySchedule Retries, OnUncertain OnUncertain)
{
    private static readonly TimeSpan AnotherTurn = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterDoubt = TimeSpan.FromMinutes(5);

    public SignUpMailEnd Decide(SignUpMail mail, SendResult result, DateTimeOffset now, double chance) => result switch
    {
        SendResult.Accepted accepted => new SignUpMailEnd.Mailed(accepted.Reply.ToString()),
        SendResult.Rejected rejected => new SignUpMailEnd.Refused(rejected.Reply.ToString()),
        SendResult.Deferred { Verdict.Recipient: RecipientAction.Retry { Counted: true } retry } deferred => Later(
            mail, deferred.Reply.ToString(), Retries.Next(mail.Attempts + 1, mail.Since, now, chance, retry.AtLeast), now, counts: true),
        SendResult.Deferred deferred => NotItsDoing(mail, deferred.Reply.ToString(), now, chance),
        SendResult.RunRefused refused => NotItsDoing(mail, refused.Reply.ToString(), now, chance),
        SendResult.RelayRefused refused => NotItsDoing(mail, refused.Reply.ToString(), now, chance),
        SendResult.Broken broken => NotItsDoing(mail, broken.Why, now, chance),
        SendResult.Uncertain uncertain => new SignUpMailEnd.Uncertain(
            uncertain.Why, OnUncertain == OnUncertain.Resend && mail.Doubts < SignUpLimits.MostResends ? AfterDoubt : null),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "An unknown end of a sending."),
    };

    /// <summary>Why the relay is to be left for a while; null when it works, whatever it said of the address.</summary>
    public static string? RelayFault(SendResult result) => result switch
    {
        SendResult.Broken broken => broken.Why,
        SendResult.Uncertain uncertain => uncertain.Why,
        SendResult.RelayRefused refused => refused.Reply.ToString(),
        SendResult.RunRefused refused => refused.Reply.ToString(),
        SendResult.Deferred { Verdict.Scope: not (ReplyScope.Recipient or ReplyScope.Domain or ReplyScope.Message) } deferred =>
            deferred.Reply.ToString(),
        _ => null,
    };

    private SignUpMailEnd NotItsDoing(SignUpMail mail, string said, DateTimeOffset now, double chance) => Later(
        mail, said, Retries.NextUncounted(mail.Attempts + 1, mail.Since, now, chance, AnotherTurn), now, counts: false);

    private static SignUpMailEnd Later(SignUpMail mail, string said, DateTimeOffset? next, DateTimeOffset now, bool counts) => next is { } at
        ? new SignUpMailEnd.Again(said, at - now)
        : new SignUpMailEnd.Refused($"given up after {mail.Attempts + 1} attempts: {said}", counts);
}
