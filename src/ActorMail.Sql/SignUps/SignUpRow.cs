using ActorMail.Engine;
using ActorMail.Subscribers;

namespace ActorMail.SignUps;

/// <summary>A sign-up's row as it is read to be changed, and how its words are stored.</summary>
internal sealed record SignUpRow(
    long Id, string? Address, string Lists, int Round, SignUpState State, int Mails, long? LastMail, long? ConfirmedAt, string? Name)
{
    private const string Select = """
        select id, address, lists, round, state, mails, asked_at, mailed_at, confirmed_at, name from sign_ups
        """;

    /// <summary>Its mark and the count of its mails stay.</summary>
    public const string Forgotten = """
        update sign_ups set address = null, address_key = null, name = null, lists = '', state = 'quiet', due_at = null, held_by = null,
            reply = null
        """;

    private const string ByMark = $"{Select} where mark = @mark";
    private const string ByRound = $"{Select} where id = @id and round = @round";

    /// <summary>Confirmed or forgotten: the next wish begins anew.</summary>
    public bool HasEnded => Address is null;

    public static SignUpRow? Find(SqlSession session, SignUpId id, int round) => session.First(ByRound, Map, id.Value, round);

    /// <summary>The row to be changed: it stays as it is read until the commit.</summary>
    public static SignUpRow? FindToChange(SqlSession session, SignUpId id, int round) =>
        session.First($"{ByRound} {session.Texts.ForUpdate}", Map, id.Value, round);

    /// <summary>The same by its mark; made when there is none, so that of two wishes at once one waits for the other.</summary>
    public static SignUpRow OfMark(SqlSession session, string mark)
    {
        session.Run("insert into sign_ups (mark, wanted_at) values (@mark, @now) on conflict do nothing", mark, session.Now);
        return session.First($"{ByMark} {session.Texts.ForUpdate}", Map, mark)!;
    }

    /// <summary>Erases what an open sign-up knows of the address; a mail under way ends as it began.</summary>
    public static bool Forget(SqlSession session, EmailAddress email) => session.Run(
        $"{Forgotten} where address_key = @key", email.Normalised) > 0;

    public static string[] ListsOf(string stored) => stored.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static string Stored(SignUpState state) => state switch
    {
        SignUpState.Quiet => "quiet",
        SignUpState.Waiting => "waiting",
        SignUpState.Mailed => "mailed",
        SignUpState.Refused => "refused",
        SignUpState.Uncertain => "uncertain",
        SignUpState.Confirmed => "confirmed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static SignUpState StateOf(string stored) => stored switch
    {
        "quiet" => SignUpState.Quiet,
        "waiting" => SignUpState.Waiting,
        "mailed" => SignUpState.Mailed,
        "refused" => SignUpState.Refused,
        "uncertain" => SignUpState.Uncertain,
        "confirmed" => SignUpState.Confirmed,
        _ => throw new InvalidOperationException($"There is no state '{stored}' of a sign-up."),
    };

    private static SignUpRow Map(Row row) => new(
        row.Long(0), row.TextOrNull(1), row.Text(2), row.Int(3), StateOf(row.Text(4)), row.Int(5),
        Later(row.LongOrNull(6), row.LongOrNull(7)), row.LongOrNull(8), row.TextOrNull(9));

    private static long? Later(long? one, long? other) => one > other || other is null ? one : other;
}
