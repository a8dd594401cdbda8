using ActorMail.Engine;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>Answers a round's wishes: a wish is granted when its intent is written.</summary>
internal sealed class Grants
{
    /// <summary>All a wish depends on in one look: the reader, the delivery, and what the mailer has in flight.</summary>
    private const string Look = """
        select s.address is null, s.state, exists (
                select 1 from memberships m where m.list = @list and m.subscriber = s.id and m.ended is null),
            d.outcome, d.claim, i.post, i.slice, i.epoch, i.subscriber, i.attempt
        from subscribers s left join deliveries d on d.post = @post and d.subscriber = s.id
            left join intents i on i.holder = @holder and i.mailer = @mailer
        where s.id = @subscriber
        """;

    private const string Write = """
        insert into intents (holder, mailer, post, slice, epoch, subscriber, attempt, since)
        values (@holder, @mailer, @post, @slice, @epoch, @subscriber, @attempt, @now)
        on conflict do nothing
        """;

    /// <summary>
    /// One intent in the place of another, in one statement, for nearly every message of a run: the mailer's last one ended, and
    /// nothing speaks against the next one of a first slice.
    /// </summary>
    private const string Replace = """
        update or ignore intents set post = @post, slice = @slice, epoch = @epoch, subscriber = @subscriber, attempt = @attempt, since = @now
        where holder = @holder and mailer = @mailer and post = @was_post and slice = @was_slice and epoch = @was_epoch
            and subscriber = @was_subscriber and attempt = @was_attempt
            and not exists (select 1 from deliveries d where d.post = @post and d.subscriber = @subscriber)
            and exists (select 1 from subscribers s join memberships m on m.list = @list and m.subscriber = s.id and m.ended is null
                where s.id = @subscriber and s.address is not null and s.state not in ('unsubscribed', 'suppressed'))
        """;

    private readonly SqlSession _session;
    private readonly Books _books;
    private readonly Round _round;
    private readonly Dictionary<PostId, PostState> _posts = [];

    private sealed record Intent(SliceLease Slice, SubscriberId Subscriber, int Attempt);

    private sealed record PostState(long List, int Revision, bool Sending);

    private sealed record Standing(string? Why, int? Outcome, int? Claim, Intent? Open);

    public Grants(SqlSession session, Books books, Round round) => (_session, _books, _round) = (session, books, round);

    /// <param name="kind">The slice's kind; null when it is lost.</param>
    public IntentAnswer Answer(IntentRequest request, SliceKind? kind)
    {
        if (kind is null) return IntentAnswer.LeaseLost;
        var post = State(request.Slice.Key.Post);
        var standing = Read(request, post.List);
        if (standing?.Open is { } open)
        {
            return open == Of(request)
                ? IntentAnswer.Granted
                : throw new InvalidOperationException($"Mailer {request.Mailer} has another message in flight.");
        }

        if (!post.Sending || post.Revision != request.Revision) return IntentAnswer.NotSending;
        if (standing is null) throw new InvalidOperationException("There is no such subscriber.");
        return Refusal(request, kind.Value, standing) ?? Grant(request);
    }

    /// <summary>
    /// Puts the next intent of a mailer in the place of the one that ended. False when that cannot be said so shortly: nothing has
    /// changed then.
    /// </summary>
    public bool GoOn(EndedDelivery ended, IntentRequest next, SliceKind? kind)
    {
        if (kind != SliceKind.First) return false;
        var post = State(next.Slice.Key.Post);
        return post.Sending && post.Revision == next.Revision && _session.Run(Replace,
            next.Slice.Key.Post.Value, next.Slice.Key.No, next.Slice.Epoch, next.Subscriber.Value, next.Attempt, _session.Now,
            _round.Holder.Value, next.Mailer, ended.Slice.Key.Post.Value, ended.Slice.Key.No, ended.Slice.Epoch, ended.Subscriber.Value,
            ended.Attempt, post.List) > 0;
    }

    private static Intent Of(IntentRequest request) => new(request.Slice, request.Subscriber, request.Attempt);

    private PostState State(PostId post)
    {
        if (_posts.TryGetValue(post, out var known)) return known;
        return _posts[post] = _session.First(
            "select list, revision, status from posts where id = @post",
            row => new PostState(row.Long(0), row.Int(1), row.Text(2) == "sending"), post.Value)
            ?? throw new InvalidOperationException($"There is no post {post}.");
    }

    /// <summary>Null when there is no such subscriber.</summary>
    private Standing? Read(IntentRequest request, long list) => _session.First(Look, row => new Standing(
            SkipReason.For(row.Flag(0), row.Text(1), row.Flag(2)), row.IntOrNull(3), row.IntOrNull(4),
            row.LongOrNull(5) is not { } post ? null : new Intent(
                new SliceLease(new SliceKey(new PostId(post), row.Int(6)), row.Int(7)), new SubscriberId(row.Long(8)), row.Int(9))),
        list, request.Slice.Key.Post.Value, _round.Holder.Value, request.Mailer, request.Subscriber.Value);

    private IntentAnswer? Refusal(IntentRequest request, SliceKind kind, Standing standing)
    {
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
        return IntentAnswer.Granted;
    }
}
