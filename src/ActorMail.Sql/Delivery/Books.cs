using ActorMail.Engine;

namespace ActorMail.Delivery;

/// <summary>Writes outcomes within one transaction: the delivery, its attempts and the slice's tallies together.</summary>
internal sealed class Books(SqlSession session)
{
    private const string Insert = """
        insert into deliveries (post, subscriber, outcome, attempts, first_at, at, next_attempt, code, enhanced, reply, relay, node)
        values (@post, @subscriber, @outcome, @attempts, @first_at, @at, @next, @code, @enhanced, @reply, @relay, @node)
        on conflict do nothing
        """;

    private const string Update = """
        update deliveries set outcome = @outcome, attempts = @attempts, first_at = coalesce(first_at, @first_at), at = @at,
            next_attempt = @next, claim = null, code = @code, enhanced = @enhanced, reply = @reply, relay = @relay, node = @node
        where post = @post and subscriber = @subscriber
        """;

    private const string KeepAttempt = """
        insert into attempts (post, subscriber, attempt, note, outcome, at, code, enhanced, reply, relay, node)
        values (@post, @subscriber, @attempt, @note, @outcome, @at, @code, @enhanced, @reply, @relay, @node)
        on conflict do nothing
        """;

    /// <summary>The first attempt is only kept once a second one follows, unless it says already that one will.</summary>
    private const string KeepEarlierAttempt = """
        insert into attempts (post, subscriber, attempt, note, outcome, at, code, enhanced, reply, relay, node)
        select post, subscriber, attempts, '', outcome, at, code, enhanced, reply, relay, node from deliveries
        where post = @post and subscriber = @subscriber and attempts > 0 and outcome not in (3, 5)
        on conflict do nothing
        """;

    private const string Known = """
        select 1 from deliveries where post = @post and subscriber = @subscriber and attempts = @attempt
            and outcome = @outcome and at = @at
        union all
        select 1 from attempts where post = @post and subscriber = @subscriber and attempt = @attempt
            and outcome = @outcome and at = @at
        """;

    private readonly Tallies _tallies = new(session);

    public void Write(Decision decision)
    {
        var post = decision.Slice.Post.Value;
        var (outcome, reply) = ((int)decision.Outcome, StoredReply.Text(decision.Reply, decision.Outcome));
        var (relay, node) = (Number(decision.Relay), Number(decision.Node));
        OutcomeName? was = null;
        if (session.Run(Insert, post, decision.Subscriber, outcome, decision.Attempts, decision.FirstAt, decision.At,
            decision.NextAttempt, decision.Reply.Code, decision.Reply.Enhanced, reply, relay, node) == 0)
        {
            was = (OutcomeName)session.Number(
                "select outcome from deliveries where post = @post and subscriber = @subscriber", post, decision.Subscriber);
            session.Run(KeepEarlierAttempt, post, decision.Subscriber);
            session.Run(Update, outcome, decision.Attempts, decision.FirstAt, decision.At, decision.NextAttempt,
                decision.Reply.Code, decision.Reply.Enhanced, reply, relay, node, post, decision.Subscriber);
        }

        if (decision.Outcome is OutcomeName.Deferred or OutcomeName.Uncertain
            || (decision.Attempts > 1 && decision.Outcome != OutcomeName.Skipped)) Keep(decision, "");
        _tallies.Move(decision.Slice, was, decision.Outcome);
    }

    /// <summary>An outcome without an intent: written before (its round is repeated), or overtaken by a take-over.</summary>
    public void WriteLate(Decision decision)
    {
        var known = session.NumberOrNull(Known, decision.Slice.Post.Value, decision.Subscriber, decision.Attempts,
            (int)decision.Outcome, decision.At);
        if (known is null) Keep(decision, "late");
    }

    /// <summary>Has to be called before the transaction ends.</summary>
    public void Save() => _tallies.Save();

    private void Keep(Decision decision, string note) => session.Run(
        KeepAttempt, decision.Slice.Post.Value, decision.Subscriber, decision.Attempts, note, (int)decision.Outcome,
        decision.At, decision.Reply.Code, decision.Reply.Enhanced, StoredReply.Text(decision.Reply, decision.Outcome),
        Number(decision.Relay), Number(decision.Node));

    private long? Number(string? name) => name is null ? null : session.NameNumber(name);
}
