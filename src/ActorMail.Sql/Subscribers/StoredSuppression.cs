using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Subscribers;

/// <summary>How the reason of a suppression is kept, and ends.</summary>
internal static class StoredSuppression
{
    /// <summary>To be selected from <c>suppressions x</c>; read by <see cref="Read"/>.</summary>
    public const string Columns = "x.reason, x.at, x.post, x.code, x.enhanced, x.reply";

    private const string Insert = """
        insert into suppressions (subscriber, reason, at, post, code, enhanced, reply)
        values (@subscriber, @reason, @at, @post, @code, @enhanced, @reply)
        on conflict (subscriber) do update set reason = excluded.reason, at = excluded.at, post = excluded.post,
            code = excluded.code, enhanced = excluded.enhanced, reply = excluded.reply
        """;

    public static Suppression? Read(Row row, int column) => row.IsNull(column) ? null : new Suppression(
        Enum.Parse<SuppressionReason>(row.Text(column), ignoreCase: true),
        row.Time(column + 1),
        row.LongOrNull(column + 2) is { } post ? new PostId(post) : null,
        StoredReply.Read(row, column + 3));

    public static void Write(SqlSession session, long subscriber, Suppression why) => session.Run(
        Insert, subscriber, why.Reason.ToString().ToLowerInvariant(), why.At.Stored(), why.Post?.Value, why.Reply?.Code,
        why.Reply?.Enhanced, why.Reply?.Text);

    /// <summary>A reader's state was changed by hand.</summary>
    public static void Follow(SqlSession session, SubscriberRow before, SubscriberState now)
    {
        if (before.State == now) return;
        if (before.State == SubscriberState.Suppressed) Forget(session, before.Id);
        if (now != SubscriberState.Suppressed) return;
        session.Run(Insert, before.Id, "hand", session.Now, SqlValue.Null, SqlValue.Null, SqlValue.Null, SqlValue.Null);
    }

    /// <summary>A released address starts anew.</summary>
    public static void Forget(SqlSession session, long subscriber)
    {
        session.Run("delete from suppressions where subscriber = @subscriber", subscriber);
        session.Run("delete from address_faults where subscriber = @subscriber", subscriber);
    }
}
