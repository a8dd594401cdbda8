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
        select id, round, mails, address, asked_at, attempts, doubts, held_by from sign_ups where due_at <= @now order by due_at limit 1
        """;

    private const string Claim = """
        update sign_ups set held_by = @holder, due_at = @until, attempts = attempts + 1, doubts = @doubts where id = @id
        """;

    private const string Settle = "update sign_ups set state = @state, due_at = null, held_by = null, reply = @reply where id = @id";

    private const string End = """
        update sign_ups set state = @state, due_at = @due, held_by = null, reply = @reply, mailed_at = coalesce(@mailed, mailed_at),
            doubts = @doubts
        where id = @id and round = @round and held_by = @holder
        """;

    /// <summary>A mail under way is not forgotten before its end is known.</summary>
    private const string Forget = $"{SignUpRow.Forgotten} where address is not null and wanted_at < @before and held_by is null";

    public Task<bool> AnyDueAsync(CancellationToken cancel) => engine.ReadAsync(session =>
        session.NumberOrNull("select 1 from sign_ups where due_at <= @now limit 1", session.Now) == 1, cancel);

    public Task<SignUpMail?> ClaimAsync(Guid holder, TimeSpan lease, OnUncertain onUncertain, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            for (var settled = 0; settled < MostSettled; settled++)
            {
                if (session.First($"{Due} {session.Texts.SkipLocked}", Map, session.Now) is not { } due) return null;
                var lost = due.HeldBy is null ? 0 : 1;
                if (lost == 1 && (onUncertain != OnUncertain.Resend || due.Mail.Doubts >= SignUpLimits.MostResends))
                    session.Run(Settle, SignUpRow.Stored(SignUpState.Uncertain), "the node that sent it stopped before the answer", due.Mail.Id.Value);
                else if (SubscriberRow.Find(session, due.Mail.Email) is { State: SubscriberState.Suppressed })
                    session.Run(Settle, SignUpRow.Stored(SignUpState.Quiet), "the address is suppressed", due.Mail.Id.Value);
                else
                {
                    session.Run(
                        Claim, holder.ToString(), session.Now + (long)lease.TotalMilliseconds, due.Mail.Doubts + lost, due.Mail.Id.Value);
                    return due.Mail with { Doubts = due.Mail.Doubts + lost };
                }
            }

            return null;
        }, cancel);

    public Task EndAsync(SignUpMail mail, Guid holder, SignUpMailEnd end, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var (state, due) = end switch
        {
            SignUpMailEnd.Mailed => (SignUpState.Mailed, (long?)null),
            SignUpMailEnd.Again again => (SignUpState.Waiting, session.Now + (long)again.In.TotalMilliseconds),
            SignUpMailEnd.Refused => (SignUpState.Refused, null),
            SignUpMailEnd.Uncertain { Resend: true } => (SignUpState.Waiting, session.Now),
            SignUpMailEnd.Uncertain => (SignUpState.Uncertain, null),
            _ => throw new ArgumentOutOfRangeException(nameof(end), end, null),
        };
        return session.Run(
            End, SignUpRow.Stored(state), due, end.Said, end is SignUpMailEnd.Mailed ? session.Now : SqlValue.Null,
            mail.Doubts + (end is SignUpMailEnd.Uncertain ? 1 : 0), mail.Id.Value, mail.Round, holder.ToString());
    }, cancel);

    public Task<int> SweepAsync(TimeSpan lasts, CancellationToken cancel) => engine.WriteAsync(
        session => session.Run(Forget, session.Now - (long)lasts.TotalMilliseconds), cancel);

    private static Candidate Map(Row row) => new(
        new SignUpMail(
            new SignUpId(row.Long(0)), row.Int(1), row.Int(2), EmailAddress.Parse(row.Text(3)), row.Time(4), row.Int(5), row.Int(6)),
        row.TextOrNull(7));

    /// <param name="HeldBy">Whose claim has run out; null when there was none.</param>
    private sealed record Candidate(SignUpMail Mail, string? HeldBy);
}
