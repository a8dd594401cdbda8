using ActorMail.Engine;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>Answers a round's wishes: a wish is granted when its intent is written.</summary>
internal sealed class Grants
{
    private const string Standing = """
        select s.address is null, s.state, exists (
                select 1 from memberships m where m.list = @list and m.subscriber = s.id and m.ended is null),
            d.outcome, d.claim
        from subscribers s left join deliveries d on d.post = @post and d.subscriber = s.id
        where s.id = @subscriber
        """;

    private const string Write = """
        insert into intents (holder, mailer, post, slice, epoch, subscriber, attempt, since)
        values (@holder, @mailer, @post, @slice, @epoch, @subscriber, @attempt, @now)
        on conflict do nothing
        """;

    private readonly SqlSession _session;
    private readonly Books _books;
    private readonly Round _round;
    private readonly Dictionary<int, Intent> _open;
    private readonly Dictionary<PostId, SendingPost?> _sending = [];

    private sealed record Intent(SliceLease Slice, SubscriberId Subscriber, int Attempt);

    private sealed record SendingPost(long List, int Revision);

    public Grants(SqlSession session, Books books, Round round)
    {
        (_session, _books, _round) = (session, books, round);
        _open = session.Query(
            "select mailer, post, slice, epoch, subscriber, attempt from intents where holder = @holder",
            row => (Mailer: row.Int(0), Intent: new Intent(
                new SliceLease(new SliceKey(new PostId(row.Long(1)), row.Int(2)), row.Int(3)),
                new SubscriberId(row.Long(4)), row.Int(5))),
            round.Holder.Value).ToDictionary(open => open.Mailer, open => open.Intent);
    }

    /// <param name="kind">The slice's kind; null when it is lost.</param>
    public IntentAnswer Answer(IntentRequest request, SliceKind? kind)
    {
        if (kind is null) return IntentAnswer.LeaseLost;
        if (_open.TryGetValue(request.Mailer, out var open))
        {
            return open == Of(request)
                ? IntentAnswer.Granted
                : throw new InvalidOperationException($"Mailer {request.Mailer} has another message in flight.");
        }

        if (Sending(request.Slice.Key.Post) is not { } post || post.Revision != request.Revision) return IntentAnswer.NotSending;
        return Refusal(request, kind.Value, post.List) ?? Grant(request);
    }

    private static Intent Of(IntentRequest request) => new(request.Slice, request.Subscriber, request.Attempt);

    /// <summary>Null when the post is not sending.</summary>
    private SendingPost? Sending(PostId post)
    {
        if (_sending.TryGetValue(post, out var known)) return known;
        return _sending[post] = _session.First(
            "select list, revision from posts where id = @post and status = 'sending'",
            row => new SendingPost(row.Long(0), row.Int(1)), post.Value);
    }

    private IntentAnswer? Refusal(IntentRequest request, SliceKind kind, long list)
    {
        var standing = _session.First(Standing, row => (
                Why: SkipReason.For(row.Flag(0), row.Text(1), row.Flag(2)), Outcome: row.IntOrNull(3), Claim: row.IntOrNull(4),
                Found: true),
            list, request.Slice.Key.Post.Value, request.Subscriber.Value);
        if (!standing.Found) throw new InvalidOperationException("There is no such subscriber.");

        var mine = kind == SliceKind.First ? standing.Outcome is null : standing.Claim == request.Slice.Key.No;
        if (!mine)
        {
            return standing.Outcome == (int)OutcomeName.Skipped ? IntentAnswer.Skipped : IntentAnswer.AlreadyDecided;
        }

        if (standing.Why is null) return null;
        _books.Write(Decision.Skip(request.Slice.Key, request.Subscriber.Value, request.Attempt - 1, _session.Now,
            standing.Why, _round.Node));
        return IntentAnswer.Skipped;
    }

    private IntentAnswer Grant(IntentRequest request)
    {
        var written = _session.Run(Write, _round.Holder.Value, request.Mailer, request.Slice.Key.Post.Value,
            request.Slice.Key.No, request.Slice.Epoch, request.Subscriber.Value, request.Attempt, _session.Now);
        if (written == 0) throw new InvalidOperationException("A message to that reader is in flight already.");
        _open[request.Mailer] = Of(request);
        return IntentAnswer.Granted;
    }
}
