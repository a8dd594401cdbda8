using ActorMail.Engine;

namespace ActorMail.Delivery;

/// <summary>One transaction: the lease is checked and renewed as a round does, the outcomes go through the same books.</summary>
internal sealed class SqlUnsentOutcomes(ISqlEngine engine) : IUnsentOutcomes
{
    private const string Renew = """
        update slices set until = @until
        where post = @post and no = @no and holder = @holder and epoch = @epoch and state = 'open'
            and exists (select 1 from posts p where p.id = @post and p.status = 'sending')
        returning kind
        """;

    /// <summary>Nobody has decided it, and nothing of it is on the wire.</summary>
    private const string Undecided = """
        select 1 where not exists (select 1 from intents i where i.post = @post and i.subscriber = @subscriber) and (
            (@kind = 'first' and not exists (select 1 from deliveries d where d.post = @post and d.subscriber = @subscriber))
            or exists (select 1 from deliveries d where d.post = @post and d.subscriber = @subscriber and d.claim = @no))
        """;

    public Task<bool> WriteAsync(UnsentOutcomes unsent, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var (post, no) = (unsent.Slice.Key.Post.Value, unsent.Slice.Key.No);
        var kind = session.First(Renew, row => row.Text(0), session.Now + (long)unsent.LeaseFor.TotalMilliseconds,
            post, no, unsent.Holder.Value, unsent.Slice.Epoch);
        if (kind is null) return false;
        var books = new Books(session);
        foreach (var (subscriber, attempts) in unsent.Readers)
        {
            if (session.NumberOrNull(Undecided, post, subscriber.Value, kind, no) is not null)
                books.Write(DecisionOf(unsent, subscriber.Value, attempts, session.Now));
        }

        books.Save();
        return true;
    }, cancel);

    private static Decision DecisionOf(UnsentOutcomes unsent, long subscriber, int attempts, long now) => unsent.Outcome switch
    {
        DeliveryOutcome.Deferred deferred => new Decision(unsent.Slice.Key, subscriber, OutcomeName.Deferred, attempts,
            unsent.StartsTime ? now : null, now,
            deferred.NextAttempt.Stored(), deferred.Reply, null, unsent.Node),
        DeliveryOutcome.Rejected rejected => new Decision(unsent.Slice.Key, subscriber, OutcomeName.Rejected, attempts, null, now,
            null, rejected.Reply, null, unsent.Node),
        _ => throw new ArgumentOutOfRangeException(nameof(unsent), unsent.Outcome, "No outcome of a reader nothing was sent to."),
    };
}
