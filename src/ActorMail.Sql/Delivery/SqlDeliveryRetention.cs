using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>Takes accepted deliveries out of the books of old posts and leaves their number in the post.</summary>
internal sealed class SqlDeliveryRetention(ISqlEngine engine) : IDeliveryRetention
{
    /// <summary>Rounds and publishes take turns with such parts.</summary>
    private const int AtOnce = 100;

    /// <summary>One that was sent again to some ends a second time, and is compacted again.</summary>
    private const string Next = """
        select id from posts
        where status = 'sent' and finished_at < @before and (compacted_at is null or compacted_at < finished_at)
        order by finished_at, id limit 1
        """;

    private const string Accepted = """
        select subscriber from deliveries where post = @post and outcome = 0 and subscriber > @after
        order by subscriber limit @size
        """;

    private const string Sent = "select id from posts where id = @post and status = 'sent'";

    /// <summary>That a mailbox worked is known by what it accepted: the faults before it go with it (<see cref="OutcomeMarks"/>).</summary>
    private const string Forgive = """
        delete from address_faults where subscriber = @subscriber
            and at < (select d.at from deliveries d where d.post = @post and d.subscriber = address_faults.subscriber and d.outcome = 0)
        """;

    private const string Take = "delete from deliveries where post = @post and subscriber = @subscriber and outcome = 0";

    /// <summary>Never before its end, whatever the clocks say, or it would be found for ever.</summary>
    private const string Done = """
        update posts set compacted_at = case when finished_at > @now then finished_at else @now end where id = @post and status = 'sent'
        """;

    private const string TakeAttempts = "delete from attempts where post = @post and subscriber = @subscriber";

    public async Task<CompactedPost?> CompactNextAsync(DateTimeOffset endedBefore, CancellationToken cancel)
    {
        var found = await engine.ReadAsync(session => session.NumberOrNull(Next, endedBefore.Stored()), cancel).ConfigureAwait(false);
        if (found is not { } post) return null;
        var taken = 0;
        List<long> part;
        var after = 0L;
        do
        {
            part = await engine.ReadAsync(
                session => session.Query(Accepted, row => row.Long(0), post, after, AtOnce), cancel).ConfigureAwait(false);
            taken += await engine.WriteAsync(session => TakePart(session, post, part), cancel).ConfigureAwait(false);
            if (part.Count > 0) after = part[^1];
        }
        while (part.Count == AtOnce);

        await engine.WriteAsync(session => session.Run(Done, session.Now, post), cancel).ConfigureAwait(false);
        return new CompactedPost(new PostId(post), taken);
    }

    /// <summary>A post that is being sent again meanwhile keeps what it has.</summary>
    private static int TakePart(SqlSession session, long post, List<long> subscribers)
    {
        if (session.NumberOrNull($"{Sent} {session.Texts.ForUpdate}", post) is null) return 0;
        var taken = 0;
        foreach (var subscriber in subscribers)
        {
            session.Run(Forgive, subscriber, post);
            if (session.Run(Take, post, subscriber) == 0) continue;
            session.Run(TakeAttempts, post, subscriber);
            taken++;
        }

        session.Run("update posts set compacted = compacted + @taken where id = @post", taken, post);
        return taken;
    }
}
