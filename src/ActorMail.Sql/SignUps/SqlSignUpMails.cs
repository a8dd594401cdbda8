using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Subscribers;

namespace ActorMail.SignUps;

/// <summary>Confirmation mails as the nodes that send them use them.</summary>
internal sealed class SqlSignUpMails(ISqlEngine engine) : ISignUpMails
{
    /// <summary>What may end before a claim without a mail; the next claim goes on.</summary>
    private const int MostSettled = 100;

    private const string Due = """
        select id, mark, round, mails, address, asked_at, mailed_at, attempts, doubts, held_by, lists from sign_ups
        where due_at <= @now order by due_at limit 1
        """;

    /// <summary>With its first attempt a mail counts.</summary>
    private const string Claim = """
        update sign_ups set held_by = @holder, due_at = @until, attempts = attempts + 1, doubts = @doubts, mails = @number, mailed_at = @since
        where id = @id
        """;

    private const string Settle = "update sign_ups set state = @state, due_at = null, held_by = null, reply = @reply where id = @id";

    private const string End = """
        update sign_ups set state = @state, due_at = @due, held_by = null, reply = @reply, mailed_at = @mailed, doubts = @doubts,
            mails = @mails
        where id = @id and round = @round and held_by = @holder
        """;

    /// <summary>A mail under way is not forgotten before its end is known or its claim is over.</summary>
    private const string Forget = $"""
        {SignUpRow.Forgotten} where address is not null and wanted_at < @before and (held_by is null or due_at <= @now)
        """;

    public Task<bool> AnyDueAsync(CancellationToken cancel) => engine.ReadAsync(session =>
        session.NumberOrNull("select 1 from sign_ups where due_at <= @now limit 1", session.Now) == 1, cancel);

    public Task<SignUpMail?> ClaimAsync(Guid holder, TimeSpan lease, OnUncertain onUncertain, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            for (var settled = 0; settled < MostSettled; settled++)
            {
                if (session.First($"{Due} {session.Texts.SkipLocked}", row => Map(row, session.Now), session.Now) is not { } due) return null;
                var mail = due.Mail with { Doubts = due.Mail.Doubts + (due.HeldBy is null ? 0 : 1) };
                if (due.HeldBy is not null && (onUncertain != OnUncertain.Resend || mail.Doubts > SignUpLimits.MostResends))
                    session.Run(Settle, SignUpWords.Stored(SignUpState.Uncertain), "the node that sent it stopped before the answer", mail.Id.Value);
                else if (SubscriberRow.Find(session, mail.Email) is { State: SubscriberState.Suppressed })
                    session.Run(Settle, SignUpWords.Stored(SignUpState.Quiet), "the address is suppressed", mail.Id.Value);
                else
                {
                    session.Run(
                        Claim, holder.ToString(), session.Now + (long)lease.TotalMilliseconds, mail.Doubts, mail.Number, mail.Since.Stored(),
                        mail.Id.Value);
                    return mail;
                }
            }

            return null;
        }, cancel);

    public Task EndAsync(SignUpMail mail, Guid holder, SignUpMailEnd end, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var (state, wait) = end switch
        {
            SignUpMailEnd.Mailed => (SignUpState.Mailed, (TimeSpan?)null),
            SignUpMailEnd.Again again => (SignUpState.Waiting, again.In),
            SignUpMailEnd.Refused => (SignUpState.Refused, null),
            SignUpMailEnd.Uncertain { ResendIn: { } resendIn } => (SignUpState.Waiting, resendIn),
            SignUpMailEnd.Uncertain => (SignUpState.Uncertain, null),
            _ => throw new ArgumentOutOfRangeException(nameof(end), end, null),
        };
        return session.Run(
            End, SignUpWords.Stored(state), session.Now + (long?)wait?.TotalMilliseconds, end.Said,
            end is SignUpMailEnd.Mailed ? session.Now : mail.Since.Stored(), mail.Doubts + (end is SignUpMailEnd.Uncertain ? 1 : 0),
            mail.Number - (end is SignUpMailEnd.Refused { Counts: false } ? 1 : 0), mail.Id.Value, mail.Round, holder.ToString());
    }, cancel);

    public Task<int> SweepAsync(TimeSpan lasts, CancellationToken cancel) => engine.WriteAsync(
        session => session.Run(Forget, session.Now - (long)lasts.TotalMilliseconds, session.Now), cancel);

    private static Candidate Map(Row row, long now)
    {
        var first = row.Int(7) == 0;
        return new Candidate(
            new SignUpMail(
                new SignUpId(row.Long(0)), row.Text(1), row.Int(2), row.Int(3) + (first ? 1 : 0), EmailAddress.Parse(row.Text(4)),
                SignUpWords.ListsOf(row.Text(10)), row.Time(5),
                first ? DateTimeOffset.FromUnixTimeMilliseconds(now) : row.Time(6), row.Int(7), row.Int(8)),
            row.TextOrNull(9));
    }

    /// <param name="HeldBy">Whose claim has run out; null when there was none.</param>
    private sealed record Candidate(SignUpMail Mail, string? HeldBy);
}
