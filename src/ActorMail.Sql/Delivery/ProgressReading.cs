using System.Collections.Concurrent;
using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>Live figures from the slices' tallies: their cost does not grow with the audience.</summary>
internal sealed class ProgressReading
{
    private const string Figures = """
        select coalesce(sum(accepted), 0), coalesce(sum(deferred), 0), coalesce(sum(rejected), 0), coalesce(sum(skipped), 0),
            coalesce(sum(uncertain), 0), coalesce(sum(cancelled), 0), count(*) filter (where state = 'open')
        from slices where post = @post
        """;

    /// <summary>Intents somebody may still write the outcome of.</summary>
    public const string LiveIntents = """
        select count(*) from intents i join slices s on s.post = i.post and s.no = i.slice
        where i.post = @post and s.holder = i.holder and s.epoch = i.epoch and s.until > @now
        """;

    /// <summary>A frozen audience never changes, so it is counted once while it is being cut.</summary>
    private readonly ConcurrentDictionary<long, long> _frozen = [];

    public PostProgress Read(SqlSession session, PostId post)
    {
        var books = PostBooks.Read(session, post);
        var figures = session.First(Figures, row => Enumerable.Range(0, 7).Select(row.Long).ToArray(), post.Value)!;
        var totals = new PostTotals(Audience(session, books), AudienceIsEstimate: !books.Cut, figures[0], figures[1],
            figures[2], figures[3], figures[4], figures[5]);
        var inFlight = (int)session.Number("select count(*) from intents where post = @post", post.Value);
        var next = session.NumberOrNull(
            "select min(next_attempt) from deliveries where post = @post and next_attempt is not null", post.Value);
        var complete = books.Cancelled
            ? session.Number(LiveIntents, post.Value, session.Now) == 0
            : books.Cut && figures[6] == 0 && next is null && inFlight == 0;
        return new PostProgress(totals, inFlight, complete,
            next is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null);
    }

    private long Audience(SqlSession session, PostBooks books)
    {
        if (books.Upto is null) return books.UncutAudience(session);
        if (books.Cut)
        {
            _frozen.TryRemove(books.Post, out _);
            return books.CutAudience(session);
        }

        return _frozen.GetOrAdd(books.Post, _ => books.CutAudience(session) + books.UncutAudience(session));
    }
}
