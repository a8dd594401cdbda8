using System.Data.Common;
using System.Globalization;
using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Moving;

/// <summary>Asks both sides the same questions before the move counts: who is a member, and how every post's books stand.</summary>
internal static class BookCheck
{
    private static readonly (string Of, string Sql)[] Questions =
    [
        ("the subscribers", """
            select state, count(*), count(address), count(name), cast(sum(token_epoch) as bigint), cast(sum(id) as bigint),
                cast(sum(length(attributes)) as bigint)
            from subscribers group by state
            """),
        ("the lists' members", """
            select list, count(*), count(ended), cast(sum(id) as bigint), cast(sum(subscriber) as bigint)
            from memberships group by list
            """),
        ("the membership sequence", "select last from membership_sequence"),
        ("the posts", "select id, list, revision, version, cursor, slices, audience_upto, compacted from posts"),
        ("the posts' slices", """
            select post, state, count(*), cast(sum(audience) as bigint), cast(sum(accepted) as bigint), cast(sum(deferred) as bigint),
                cast(sum(rejected) as bigint), cast(sum(skipped) as bigint), cast(sum(uncertain) as bigint),
                cast(sum(cancelled) as bigint), cast(sum(epoch) as bigint)
            from slices group by post, state
            """),
        ("the posts' deliveries", """
            select post, outcome, count(*), cast(sum(attempts) as bigint), count(next_attempt), count(claim),
                cast(sum(subscriber) as bigint)
            from deliveries group by post, outcome
            """),
        ("the suppressed addresses", "select reason, count(*), cast(sum(subscriber) as bigint) from suppressions group by reason"),
        ("the posts' open intents", "select post, subscriber, slice, epoch, attempt from intents"),
        ("the sign-ups", "select state, count(*), count(address), cast(sum(mails) as bigint), cast(sum(round) as bigint) from sign_ups group by state"),
        ("the posts' attempts", "select post, outcome, count(*), cast(sum(attempt) as bigint) from attempts group by post, outcome"),
    ];

    /// <exception cref="MigrationRefusedException">They differ.</exception>
    public static void Compare(SqliteSource source, NpgsqlConnection target, CancellationToken cancel)
    {
        foreach (var (of, sql) in Questions)
        {
            cancel.ThrowIfCancellationRequested();
            using var asked = source.Command(sql);
            using var moved = new NpgsqlCommand(sql, target);
            if (!Answer(asked).SequenceEqual(Answer(moved)))
                throw new MigrationRefusedException(
                    $"What arrived is not what was sent: {of} differ. Everything was undone; nothing was changed.");
        }
    }

    private static List<string> Answer(DbCommand command)
    {
        var rows = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(
                at => Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture))));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
