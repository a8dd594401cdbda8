using ActorMail.Engine;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>Figures, lists and explanations.</summary>
internal sealed class SqlDeliveryLog(ISqlEngine engine) : IDeliveryLog
{
    private const int RequeuedAtOnce = 500;

    private const string Lines = """
        select d.subscriber, s.address, d.outcome, d.attempts, d.code, d.enhanced, d.reply, r.name, n.name, d.at,
            d.next_attempt
        from deliveries d join subscribers s on s.id = d.subscriber
        left join names r on r.id = d.relay left join names n on n.id = d.node
        where d.post = @post and d.subscriber > @after and (cast(@outcome as int) is null or d.outcome = @outcome)
        order by d.subscriber limit @limit
        """;

    private const string WithOutcome = """
        select subscriber from deliveries where post = @post and outcome = @outcome and subscriber > @after
        order by subscriber limit @size
        """;

    /// <summary>Who had been given up has all the time of the schedule again.</summary>
    private const string Requeue = """
        update deliveries set next_attempt = @now, first_at = case when outcome = 1 then first_at end
        where post = @post and subscriber = @subscriber and outcome = @outcome and claim is null
            and (next_attempt is null or next_attempt > @now)
        """;

    private readonly ProgressReading _progress = new();

    public Task<PostProgress> ProgressAsync(PostId post, CancellationToken cancel) =>
        engine.ReadAsync(session => _progress.Read(session, post), cancel);

    public Task<PostTotals> CloseAsync(PostId post, CancellationToken cancel) =>
        new PostClosing(engine, post).RunAsync(cancel);

    public async Task<int> RequeueAsync(PostId post, IReadOnlyList<OutcomeName> outcomes, CancellationToken cancel)
    {
        var requeued = 0;
        foreach (var outcome in outcomes.Distinct())
        {
            if (outcome is OutcomeName.Accepted or OutcomeName.Cancelled)
                throw new ArgumentOutOfRangeException(nameof(outcomes), outcome, "Such deliveries are never sent again.");
            // Looked up beside the writers and written a part at a time, so that publishing and rounds are not held up.
            List<long> part;
            var after = 0L;
            do
            {
                part = await engine.ReadAsync(session => session.Query(WithOutcome, row => row.Long(0), post.Value,
                    (int)outcome, after, RequeuedAtOnce), cancel).ConfigureAwait(false);
                requeued += await engine.WriteAsync(session => part.Sum(subscriber => session.Run(
                    Requeue, session.Now, post.Value, subscriber, (int)outcome)), cancel).ConfigureAwait(false);
                if (part.Count > 0) after = part[^1];
            }
            while (part.Count == RequeuedAtOnce);
        }

        return requeued;
    }

    public Task<IReadOnlyList<DeliveryLine>> ListAsync(
        PostId post, OutcomeName? outcome, SubscriberId? after, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<DeliveryLine>>(session => session.Query(
            Lines, Line, post.Value, after?.Value ?? 0, (int?)outcome, limit), cancel);

    public Task<DeliveryExplanation?> ExplainAsync(PostId post, EmailAddress email, CancellationToken cancel) =>
        engine.ReadAsync(session => new ExplanationReading(session, post, email).Run(), cancel);

    private static DeliveryLine Line(Row row) => new(
        new SubscriberId(row.Long(0)), row.TextOrNull(1) ?? "", (OutcomeName)row.Int(2), row.Int(3),
        StoredReply.Read(row, 4), row.TextOrNull(7), row.TextOrNull(8), row.Time(9), row.TimeOrNull(10));
}
