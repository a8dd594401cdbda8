using ActorMail.Engine;
using ActorMail.Subscribers;

namespace ActorMail.SignUps;

/// <summary>A sign-up's row as it is read to be changed.</summary>
internal sealed record SignUpRow(long Id, string? Address, string Lists, int Round, SignUpState State, long WantedAt, long? ConfirmedAt)
{
    private const string Select = "select id, address, lists, round, state, wanted_at, confirmed_at from sign_ups";
    private const string ByMark = $"{Select} where mark = @mark";
    private const string ByRound = $"{Select} where mark = @mark and round = @round";

    /// <summary>Its mark and what it had of mails stay; a mail that never began is none.</summary>
    public const string Forgotten = """
        update sign_ups set address = null, address_key = null, lists = '', due_at = null, held_by = null, reply = null,
            asked_at = case when state = 'waiting' and attempts = 0 then null else asked_at end, state = 'quiet'
        """;

    private const string ForgetConfirmed = """
        update sign_ups set lists = '', state = 'quiet', confirmed_at = null, subscriber = null where subscriber = @subscriber
        """;

    /// <summary>Confirmed or forgotten: the next wish begins anew.</summary>
    public bool HasEnded => Address is null;

    public static SignUpRow? Find(SqlSession session, string mark, int round) => session.First(ByRound, Map, mark, round);

    /// <summary>The row to be changed: it stays as it is read until the commit.</summary>
    public static SignUpRow? FindToChange(SqlSession session, string mark, int round) =>
        session.First($"{ByRound} {session.Texts.ForUpdate}", Map, mark, round);

    /// <summary>The same by its mark; made when there is none, so that of two wishes at once one waits for the other.</summary>
    public static SignUpRow OfMark(SqlSession session, string mark, string mailbox)
    {
        session.Run(
            "insert into sign_ups (mark, mailbox, wanted_at) values (@mark, @mailbox, @now) on conflict do nothing", mark, mailbox, session.Now);
        return session.First($"{ByMark} {session.Texts.ForUpdate}", Map, mark)!;
    }

    /// <summary>Erases what an open sign-up knows of the address; a mail under way ends as it began.</summary>
    public static bool Forget(SqlSession session, EmailAddress email) =>
        session.Run($"{Forgotten} where address_key = @key", email.Normalised) > 0;

    /// <summary>Erases what is kept of the confirmation.</summary>
    public static void Forget(SqlSession session, long subscriber) => session.Run(ForgetConfirmed, subscriber);

    /// <summary>Whether its link may still be used.</summary>
    public bool IsOld(long now) => WantedAt + (long)SignUpLimits.Lasts.TotalMilliseconds < now;

    private static SignUpRow Map(Row row) => new(
        row.Long(0), row.TextOrNull(1), row.Text(2), row.Int(3), SignUpWords.StateOf(row.Text(4)), row.Long(5), row.LongOrNull(6));
}
