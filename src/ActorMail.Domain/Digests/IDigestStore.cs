using ActorMail.Posts;

namespace ActorMail.Digests;

/// <summary>Where digests are kept.</summary>
public interface IDigestStore
{
    /// <summary>Stores a digest, or replaces the one of its name, which keeps what it has collected.</summary>
    Task<DigestStored> PutAsync(Digest digest, CancellationToken cancel);

    /// <summary>By name.</summary>
    Task<IReadOnlyList<DigestView>> ListAsync(CancellationToken cancel);

    /// <summary>False when there was none; issues that were published stay posts.</summary>
    Task<bool> RemoveAsync(string name, CancellationToken cancel);
}

/// <summary>How a digest was stored.</summary>
public abstract record DigestStored
{
    private DigestStored() { }

    /// <summary>It is stored.</summary>
    public sealed record Done(DigestView View) : DigestStored;

    /// <summary>There is no list of that name.</summary>
    public sealed record UnknownList(string List) : DigestStored;
}

/// <summary>
/// What is to be done about digests. Any number of nodes may ask at once: who opens an issue also decides, in one transaction, what it
/// holds and when the next one is due.
/// </summary>
public interface IDigestAgenda
{
    Task<IReadOnlyList<Digest>> DueAsync(DateTimeOffset now, CancellationToken cancel);

    /// <summary>
    /// Opens the issue of <paramref name="due"/>.NextAt with what was published since the last one, at most
    /// <paramref name="most"/> posts; none when there is nothing new. Does nothing when another node has opened it.
    /// </summary>
    /// <param name="next">When the digest is due again.</param>
    Task OpenAsync(Digest due, DateTimeOffset next, int most, CancellationToken cancel);

    /// <summary>The issues that are still to become posts.</summary>
    Task<IReadOnlyList<OpenIssue>> ListOpenAsync(CancellationToken cancel);

    /// <summary>Notes the post an issue became, or why it cannot become one.</summary>
    Task CloseAsync(string key, PostId? post, string? fault, CancellationToken cancel);
}
