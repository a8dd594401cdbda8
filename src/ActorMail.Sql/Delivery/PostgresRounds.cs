using ActorMail.Engine;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>A round as one call of <c>commit_round</c> (Migrations/postgres): one round trip, whatever its size.</summary>
internal sealed class PostgresRounds(PostgresEngine engine) : IRounds
{
    private const string Values = """
        @node, @lease,
            @held_posts, @held_nos, @held_epochs,
            @ended_mailers, @ended_posts, @ended_nos, @ended_epochs, @ended_subscribers, @ended_attempts, @ended_outcomes,
            @ended_ats, @ended_dues, @ended_codes, @ended_enhanced, @ended_replies, @ended_relays,
            @wish_mailers, @wish_slices, @wish_subscribers, @wish_attempts, @wish_revisions,
            @done_posts, @done_nos, @done_epochs
        """;

    private const string Commit = $"select lost, answers from commit_round(@me, {Values})";

    /// <summary>The marks first, as the case makes sure.</summary>
    private const string MarkAndCommit = $"""
        with marked as materialized (select note_marks(
            @heard_subscribers, @heard_posts, @heard_faults, @heard_ats, @heard_codes, @heard_enhanced, @heard_replies,
            @needed_posts, @needed_ms, @spared_posts, @spared_subscribers, @spared_attempts) as done)
        select r.lost, r.answers from marked cross join lateral commit_round(case when marked.done then @me end, {Values}) r
        """;

    public Task<RoundResult> CommitAsync(Round round, CancellationToken cancel)
    {
        List<SliceLease> held = [.. round.Renew.Concat(round.Requests.Select(request => request.Slice)).Distinct()];
        var places = held.Index().ToDictionary(slice => slice.Item, slice => slice.Index + 1);
        var values = ValuesOf(round, held, places);
        var marked = OutcomeMarks.AnyIn(round.Outcomes);
        if (marked) values = [.. Marks(round.Outcomes), .. values];
        return engine.WriteOnceAsync(session => session.First(marked ? MarkAndCommit : Commit, row => new RoundResult(
            [.. row.Value<int[]>(0).Select(place => held[place])],
            [.. row.Value<int[]>(1).Select(answer => (IntentAnswer)answer)]), values)!, cancel);
    }

    private static SqlValue[] ValuesOf(Round round, List<SliceLease> held, Dictionary<SliceLease, int> places)
    {
        var (ended, wishes, done) = (round.Outcomes, round.Requests, round.Finished);
        // Null where a delivery leaves no trace.
        Decision?[] decisions = [.. ended.Select(end => Decision.From(end, round.Node))];
        return
        [
            round.Holder.Value, round.Node, (long)round.LeaseFor.TotalMilliseconds,
            Column(held, slice => slice.Key.Post.Value), Column(held, slice => slice.Key.No), Column(held, slice => slice.Epoch),
            Column(ended, end => end.Mailer), Column(ended, end => end.Slice.Key.Post.Value),
            Column(ended, end => end.Slice.Key.No), Column(ended, end => end.Slice.Epoch),
            Column(ended, end => end.Subscriber.Value), Column(ended, end => end.Attempt),
            Column(decisions, decision => (int?)decision?.Outcome), Column(ended, end => end.At.Stored()),
            Column(decisions, decision => decision?.NextAttempt), Column(decisions, decision => decision?.Reply.Code),
            Column(decisions, decision => decision?.Reply.Enhanced),
            Column(decisions, decision => decision is null ? null : StoredReply.Text(decision.Reply, decision.Outcome)),
            Column(decisions, decision => decision?.Relay),
            Column(wishes, wish => wish.Mailer), Column(wishes, wish => places[wish.Slice]),
            Column(wishes, wish => wish.Subscriber.Value), Column(wishes, wish => wish.Attempt),
            Column(wishes, wish => wish.Revision),
            Column(done, slice => slice.Key.Post.Value), Column(done, slice => slice.Key.No), Column(done, slice => slice.Epoch),
        ];
    }

    private static SqlValue[] Marks(IReadOnlyList<EndedDelivery> ended)
    {
        var heard = ended.Where(end => end.Outcome is DeliveryOutcome.Rejected { Fault: not null }).ToList();
        var said = heard.ConvertAll(end => (DeliveryOutcome.Rejected)end.Outcome);
        var spared = ended.Where(end => end.Outcome is DeliveryOutcome.Deferred { Counted: false }).ToList();
        return
        [
            Column(heard, end => end.Subscriber.Value), Column(heard, end => end.Slice.Key.Post.Value),
            Column(said, what => (int)what.Fault!.Value), Column(heard, end => end.At.Stored()),
            Column(said, what => what.Reply.Code), Column(said, what => what.Reply.Enhanced),
            Column(said, what => what.Reply.Text),
            Column(said, what => SuppressionRule.Posts(what.Fault!.Value)),
            Column(said, what => (long)SuppressionRule.Over(what.Fault!.Value).TotalMilliseconds),
            Column(spared, end => end.Slice.Key.Post.Value), Column(spared, end => end.Subscriber.Value),
            Column(spared, end => end.Attempt),
        ];
    }

    private static TValue[] Column<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> value) => [.. rows.Select(value)];
}
