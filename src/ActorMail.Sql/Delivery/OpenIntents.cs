using ActorMail.Engine;

namespace ActorMail.Delivery;

/// <summary>Intents whose holder is gone: nobody knows how their messages ended.</summary>
internal sealed class OpenIntents(SqlSession session, Books books)
{
    private const string Why = "The sender stopped before the answer was known.";

    private const string OfSlice = """
        select i.holder, i.mailer, i.subscriber, i.attempt, i.since, n.node
        from intents i left join incarnations n on n.id = i.holder
        where i.post = @post and i.slice = @slice and i.epoch <= @epoch
        """;

    /// <summary>Turns the intents left open on a slice up to <paramref name="epoch"/> into uncertain deliveries.</summary>
    public void MakeUncertain(SliceKey slice, int epoch, OnUncertain policy)
    {
        var open = session.Query(OfSlice, row => (
            Holder: row.Long(0), Mailer: row.Long(1), Subscriber: row.Long(2), Attempt: row.Int(3), Since: row.Long(4),
            Node: row.TextOrNull(5)), slice.Post.Value, slice.No, epoch);
        foreach (var intent in open)
        {
            long? next = policy == OnUncertain.Resend ? session.Now : null;
            books.Write(new Decision(slice, intent.Subscriber, OutcomeName.Uncertain, intent.Attempt, intent.Since,
                session.Now, next, StoredReply.Own(Why), null, intent.Node));
            session.Run("delete from intents where holder = @holder and mailer = @mailer", intent.Holder, intent.Mailer);
        }
    }
}
