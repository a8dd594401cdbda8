using static ActorMail.Posts.PostStatus;

namespace ActorMail.Posts;

/// <summary>The life of a post, decided without looking at a clock or a store. The arrows are drawn in docs/message-lifecycle.md.</summary>
public static class PostDecisions
{
    /// <summary>What <paramref name="command"/> makes of the post at <paramref name="now"/>.</summary>
    public static PostDecision Decide(this Post post, PostCommand command, DateTimeOffset now) => command switch
    {
        PostCommand.Amend amend => Amend(post, amend),
        PostCommand.Publish => Publish(post, now),
        PostCommand.Begin => post.Status == Scheduled && post.PublishAt <= now ? Start(post, now) : new PostDecision.Nothing(),
        PostCommand.Pause pause => Pause(post, pause),
        PostCommand.Resume => Resume(post),
        PostCommand.Cancel => Cancel(post),
        PostCommand.Retry => Retry(post),
        PostCommand.Watch => Watch(post, now),
        PostCommand.JudgeCanary judge => Judge(post, judge.Totals, now),
        PostCommand.Finish finish => Finish(post, finish.Totals, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "An unknown command."),
    };

    private static PostDecision Amend(Post post, PostCommand.Amend amend)
    {
        if (post.Status is not (Draft or Scheduled or Paused))
            return Refuse(post, post.Status == Sending ? "amended; pause it first" : "amended");
        if (amend.PublishAt is not null && post.Status == Paused)
            return new PostDecision.Refuse("The post has begun, so its time can no longer be changed.");
        var at = amend.PublishAt ?? post.PublishAt;
        if (post.Content == amend.Content && post.PublishAt == at) return new PostDecision.Nothing();
        return Change(post with { Content = amend.Content, PublishAt = at, Revision = post.Revision + 1 });
    }

    private static PostDecision Publish(Post post, DateTimeOffset now) => post.Status switch
    {
        Draft when post.PublishAt > now => Change(post with { Status = Scheduled }),
        Draft or Scheduled => Start(post, now),
        Sending => new PostDecision.Nothing(),
        _ => Refuse(post, "published"),
    };

    private static PostDecision.Change Start(Post post, DateTimeOffset now) =>
        Change(post with { Status = Sending, PublishedAt = now, Released = post.Canary?.Size });

    private static PostDecision Pause(Post post, PostCommand.Pause pause) => post.Status switch
    {
        Sending => Change(post with { Status = Paused, PausedBecause = pause.Because }),
        Paused => new PostDecision.Nothing(),
        _ => Refuse(post, "paused"),
    };

    private static PostDecision Resume(Post post) => post.Status switch
    {
        Paused => Change(post with { Status = Sending, PausedBecause = null }),
        Sending => new PostDecision.Nothing(),
        _ => Refuse(post, "resumed"),
    };

    private static PostDecision Watch(Post post, DateTimeOffset now) =>
        post is { Status: Sending, Canary: { } canary, Released: not null, WatchedUntil: null }
            ? Change(post with { WatchedUntil = now + canary.Watch })
            : new PostDecision.Nothing();

    private static PostDecision Judge(Post post, PostTotals totals, DateTimeOffset now)
    {
        if (post is not { Status: Sending, Canary: { } canary, Released: { } released, WatchedUntil: { } until } || until > now)
            return new PostDecision.Nothing();
        return canary.Judge(totals) switch
        {
            CanaryVerdict.GoOn => Change(post with { Released = null, WatchedUntil = null }),
            CanaryVerdict.OneMoreStep => Change(post with { Released = released + canary.Size, WatchedUntil = null }),
            // Who resumes it has seen the figures: the rest then goes on.
            CanaryVerdict.Halt halt => Change(
                post with { Status = Paused, PausedBecause = halt.Because, Released = null, WatchedUntil = null }),
            var unknown => throw new ArgumentOutOfRangeException(nameof(post), unknown, "An unknown verdict."),
        };
    }

    private static PostDecision Cancel(Post post) => post.Status switch
    {
        Draft or Scheduled or Sending or Paused => Change(post with { Status = Cancelled, PausedBecause = null }),
        Cancelled => new PostDecision.Nothing(),
        _ => Refuse(post, "cancelled"),
    };

    private static PostDecision Retry(Post post) => post.Status switch
    {
        Sent => Change(post with { Status = Sending, FinishedAt = null, Totals = null }),
        Sending or Paused => new PostDecision.Nothing(),
        _ => Refuse(post, "retried"),
    };

    private static PostDecision Finish(Post post, PostTotals totals, DateTimeOffset now) => post.Status switch
    {
        Sending => Change(post with { Status = Sent, Totals = totals, FinishedAt = now }),
        Cancelled when post.FinishedAt is null => Change(post with { Totals = totals, FinishedAt = now }),
        // Counted anew after a person decided a delivery in doubt.
        Sent or Cancelled when post.Totals != totals => Change(post with { Totals = totals }),
        _ => new PostDecision.Nothing(),
    };

    private static PostDecision.Change Change(Post next) => new(next with { Version = next.Version + 1 });

    private static PostDecision.Refuse Refuse(Post post, string done) =>
        new($"A post that is {post.Status.ToString().ToLowerInvariant()} cannot be {done}.");
}
