using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail;

/// <summary>
/// What an application does with ActorMail. Safe to use from many threads. Commands are answered with a <see cref="PostAnswer"/>, a
/// store that cannot work too; methods that only read then throw <see cref="Storage.StoreUnavailableException"/>.
/// </summary>
public interface IActorMail
{
    /// <summary>The readers and their lists.</summary>
    ISubscribers Subscribers { get; }

    /// <summary>
    /// Stores a post durably and returns; its mails go out in the background. The time taken depends neither on the number of
    /// subscribers nor on the relay (promise P1).
    /// </summary>
    Task<PostAnswer> PublishAsync(NewPost post, CancellationToken cancel = default);

    /// <summary>Replaces the content of a draft, scheduled or paused post; readers reached later get the new revision.</summary>
    /// <param name="publishAt">A new time for a draft or scheduled post; null keeps it.</param>
    Task<PostAnswer> AmendAsync(PostId id, PostContent content, DateTimeOffset? publishAt = null, CancellationToken cancel = default);

    /// <summary>Publishes a draft or scheduled post now.</summary>
    Task<PostAnswer> PublishAsync(PostId id, CancellationToken cancel = default);

    /// <summary>Publishes a draft, and does nothing to a post that is a draft no more: safe to repeat, whoever repeats it.</summary>
    Task<PostAnswer> TriggerAsync(PostId id, CancellationToken cancel = default);

    /// <summary>Stops sending until <see cref="ResumeAsync"/>; once it returns, no new message starts (promise P4).</summary>
    Task<PostAnswer> PauseAsync(PostId id, CancellationToken cancel = default);

    /// <summary>Goes on with a paused post.</summary>
    Task<PostAnswer> ResumeAsync(PostId id, CancellationToken cancel = default);

    /// <summary>Stops sending for good; once it returns, no new message starts (promise P4).</summary>
    Task<PostAnswer> CancelAsync(PostId id, CancellationToken cancel = default);

    /// <summary>Sends again to those who did not get it: the readers with one of <paramref name="outcomes"/> (default: rejected and uncertain).</summary>
    Task<PostAnswer> RetryAsync(PostId id, IReadOnlyList<OutcomeName>? outcomes = null, CancellationToken cancel = default);

    /// <summary>Decides one uncertain delivery by hand.</summary>
    Task<PostAnswer> ResolveAsync(PostId id, EmailAddress email, Resolution resolution, CancellationToken cancel = default);

    /// <summary>The post and how far it is; null when there is no such post.</summary>
    Task<PostView?> ReadAsync(PostId id, CancellationToken cancel = default);

    /// <summary>The newest posts, newest first. Of their contents only the subject is there; <see cref="ReadAsync"/> gives all.</summary>
    /// <param name="before">Only posts older than this one; null from the newest.</param>
    /// <param name="limit">How many at most: 1 to 1,000.</param>
    Task<IReadOnlyList<Post>> ListAsync(PostId? before = null, int limit = 20, CancellationToken cancel = default);

    /// <summary>Why a reader did or did not get a post: every step of the delivery; null when the address never was in the audience.</summary>
    Task<DeliveryExplanation?> ExplainAsync(PostId id, EmailAddress email, CancellationToken cancel = default);

    /// <summary>Sends one letter of the post to one address, at once and outside the books.</summary>
    Task<TestMailAnswer> SendTestAsync(PostId id, EmailAddress to, CancellationToken cancel = default);

    /// <summary>The post's view now, after each change (at most twice a second) and every 15 s in between, until it is finished or the caller stops.</summary>
    IAsyncEnumerable<PostView> WatchAsync(PostId id, CancellationToken cancel = default);
}

/// <summary>How a test mail ended.</summary>
/// <param name="Found">False when there is no such post.</param>
/// <param name="Outcome">The relay's answer, or why there was none.</param>
public sealed record TestMailAnswer(bool Found, bool Accepted, string Outcome);
