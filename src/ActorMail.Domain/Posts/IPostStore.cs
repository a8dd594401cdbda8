namespace ActorMail.Posts;

/// <summary>Where posts are kept. Every method is durable when it returns.</summary>
public interface IPostStore
{
    /// <summary>
    /// Stores a new post: one insert, whatever the number of subscribers. A post whose status is
    /// <see cref="PostStatus.Sending"/> gets its audience frozen in the same transaction.
    /// </summary>
    Task<PostInserted> InsertAsync(Post post, CancellationToken cancel);

    Task<Post?> ReadAsync(PostId id, CancellationToken cancel);

    /// <summary>
    /// Replaces the row whose version is <paramref name="next"/>.Version - 1; null when another writer was first.
    /// The first change to <see cref="PostStatus.Sending"/> freezes the audience in the same transaction.
    /// Returns the row as stored.
    /// </summary>
    Task<Post?> ReplaceAsync(Post next, CancellationToken cancel);

    /// <summary>
    /// The newest posts before <paramref name="before"/> (exclusive; null from the newest), newest first. Of their contents only the
    /// subject: bodies are large, and a list shows none.
    /// </summary>
    Task<IReadOnlyList<Post>> ListAsync(PostId? before, int limit, CancellationToken cancel);

    /// <summary>The post stored under an idempotency key.</summary>
    Task<Post?> FindAsync(string idempotencyKey, CancellationToken cancel);
}

/// <summary>What is to be done about posts, for whoever wakes them.</summary>
public interface IPostAgenda
{
    /// <summary>
    /// Posts somebody must look after: scheduled ones due at <paramref name="now"/>, sending ones, and cancelled ones whose
    /// books are still open.
    /// </summary>
    Task<IReadOnlyList<PostId>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancel);
}

/// <summary>How an insert ended.</summary>
public abstract record PostInserted
{
    private PostInserted() { }

    /// <summary>The post is durably stored.</summary>
    public sealed record Stored(Post Post) : PostInserted;

    /// <summary>The same request was stored before under the same idempotency key.</summary>
    public sealed record Repeated(Post Post) : PostInserted;

    /// <summary>Another request used this idempotency key.</summary>
    public sealed record KeyTaken(PostId By) : PostInserted;

    /// <summary>There is no list of that name.</summary>
    public sealed record UnknownList(string List) : PostInserted;
}
