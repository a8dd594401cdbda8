using ActorMail.Engine;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>Tells the story of one delivery from everything the books hold about it.</summary>
internal sealed class ExplanationReading(SqlSession session, PostId post, EmailAddress email)
{
    private const string Membership = """
        select m.id, m.joined_at, m.ended_at, l.name
        from memberships m join lists l on l.id = m.list
        where m.subscriber = @subscriber and m.list = @list
            and m.id <= coalesce(@upto, m.id) and coalesce(m.ended > @upto, m.ended is null)
        """;

    private const string Slice = """
        select s.no, s.state, s.leased_at, n.node, s.holder is not null
        from slices s left join incarnations n on n.id = s.holder
        where s.post = @post and s.kind = 'first' and @membership between s.first and s.last
        """;

    private const string Delivery = """
        select d.outcome, d.attempts, d.next_attempt, d.claim, d.at, d.code, d.enhanced, d.reply, r.name, n.name
        from deliveries d left join names r on r.id = d.relay left join names n on n.id = d.node
        where d.post = @post and d.subscriber = @subscriber
        """;

    private const string Attempts = """
        select a.attempt, a.note, a.outcome, a.at, a.code, a.enhanced, a.reply, r.name, n.name
        from attempts a left join names r on r.id = a.relay left join names n on n.id = a.node
        where a.post = @post and a.subscriber = @subscriber order by a.at, a.attempt
        """;

    private const string Intent = """
        select i.attempt, i.since, n.node from intents i left join incarnations n on n.id = i.holder
        where i.post = @post and i.subscriber = @subscriber
        """;

    private const string Compacted = "select 1 from posts where id = @post and compacted > 0";

    private readonly List<DeliveryStep> _steps = [];

    private sealed record MemberRow(long Id, DateTimeOffset Joined, DateTimeOffset? Ended, string List);

    private sealed record SliceRow(int No, string State, DateTimeOffset? LeasedAt, string? Node, bool Held);

    private sealed record DeliveryRow(
        OutcomeName Outcome, int Attempts, DateTimeOffset? Next, int? Claim, DateTimeOffset At, SmtpReply? Reply,
        string? Relay, string? Node);

    private sealed record IntentRow(int Attempt, DateTimeOffset Since, string? Node);

    /// <summary>Null when the address never was in the audience.</summary>
    public DeliveryExplanation? Run()
    {
        if (PostRows.Read(session, post) is not { } row || SubscriberRow.Find(session, email) is not { } subscriber) return null;
        var member = session.First(Membership,
            line => new MemberRow(line.Long(0), line.Time(1), line.TimeOrNull(2), line.Text(3)),
            subscriber.Id, row.ListId.Value, row.AudienceUpto);
        if (member is null) return null;

        _steps.Add(new DeliveryStep(member.Joined, $"The reader joined the list {member.List}."));
        if (row.PublishedAt is { } published) _steps.Add(new DeliveryStep(published, "The post was published."));
        if (member.Ended is { } ended) _steps.Add(new DeliveryStep(ended, $"The reader left the list {member.List}."));

        var slice = session.First(Slice,
            line => new SliceRow(line.Int(0), line.Text(1), line.TimeOrNull(2), line.TextOrNull(3), line.Flag(4)),
            post.Value, member.Id);
        if (slice?.LeasedAt is { } leased)
            _steps.Add(new DeliveryStep(leased, $"Slice {slice.No}, which holds the reader, was leased.", Node: slice.Node));

        var delivery = AddAnswers(subscriber.Id);
        var intent = session.First(Intent, line => new IntentRow(line.Int(0), line.Time(1), line.TextOrNull(2)),
            post.Value, subscriber.Id);
        if (intent is not null)
            _steps.Add(new DeliveryStep(intent.Since, $"Attempt {intent.Attempt} was started.", Node: intent.Node));
        if (delivery?.Next is { } due) _steps.Add(new DeliveryStep(due, "The delivery is due again."));

        // Of a post whose books are compacted only the accepted have no delivery left.
        var compacted = delivery is null && intent is null && slice?.State == "done" && session.NumberOrNull(Compacted, post.Value) is not null;
        return new DeliveryExplanation(email.ToString(), compacted ? OutcomeName.Accepted : delivery?.Outcome,
            compacted ? AnswerText.Compacted : Summary(row, slice, delivery, intent), [.. _steps.OrderBy(step => step.At)]);
    }

    private DeliveryRow? AddAnswers(long subscriber)
    {
        var decided = session.First(Delivery, line => new DeliveryRow(
            (OutcomeName)line.Int(0), line.Int(1), line.TimeOrNull(2), line.IntOrNull(3), line.Time(4),
            StoredReply.Read(line, 5), line.TextOrNull(8), line.TextOrNull(9)), post.Value, subscriber);
        var kept = session.Query(Attempts, line => (Attempt: line.Int(0), Late: line.Text(1).Length > 0, Step: new DeliveryStep(
            line.Time(3), AnswerText.Of((OutcomeName)line.Int(2), line.Int(0), late: line.Text(1).Length > 0),
            StoredReply.Read(line, 4), line.TextOrNull(7), line.TextOrNull(8))), post.Value, subscriber);
        _steps.AddRange(kept.Select(attempt => attempt.Step));
        if (decided is null) return null;

        // The last attempt is told by the delivery itself unless its row of attempts has just told it; so is what came later without one.
        var told = kept.Where(attempt => !attempt.Late && attempt.Attempt == decided.Attempts).ToList();
        var later = told.Count > 0 && told.All(attempt => attempt.Step.At < decided.At);
        var unsent = later && decided.Outcome is (OutcomeName.Deferred or OutcomeName.Rejected);
        if (told.Count == 0 || unsent || decided.Outcome is OutcomeName.Skipped or OutcomeName.Cancelled)
            _steps.Add(new DeliveryStep(decided.At, AnswerText.Of(decided.Outcome, unsent ? 0 : decided.Attempts, late: false),
                decided.Reply, decided.Relay, decided.Node));
        return decided;
    }

    private static string Summary(Post row, SliceRow? slice, DeliveryRow? delivery, IntentRow? intent)
    {
        if (intent is not null) return $"Attempt {intent.Attempt} is in flight or its end is not recorded yet.";
        if (delivery is not null) return AnswerText.Summary(delivery.Outcome, delivery.Reply, delivery.Next, delivery.Claim);
        if (row.Status == PostStatus.Cancelled) return "The post was cancelled before the reader was reached.";
        if (row.AudienceUpto is null) return "The post is not published yet; the reader is on its list.";
        if (slice is null) return "The reader is in the audience and not yet cut into a slice.";
        return slice.Held ? $"Waiting in slice {slice.No}, which is leased." : $"Waiting in slice {slice.No}, to be leased.";
    }
}
