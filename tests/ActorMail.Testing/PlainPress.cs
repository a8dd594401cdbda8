using ActorMail.Letters;
using ActorMail.Posts;

namespace ActorMail.Testing;

/// <summary>A press for tests that are not about letters.</summary>
public sealed class PlainPress : ILetterPress
{
    /// <summary>Every revision that was composed, in order.</summary>
    public List<(PostId Post, int Revision)> Composed { get; } = [];

    public IReadOnlyList<ContentFault> Check(PostContent content) =>
        content.Subject.Length == 0 ? [new ContentFault("subject", "missing")] : [];

    public ILetter Compose(Post post)
    {
        lock (Composed) Composed.Add((post.Id, post.Revision));
        return post.Content.Subject == "unfit" ? throw new LetterException("unfit") : new PlainLetter(post.Id, post.Revision);
    }

    private sealed record PlainLetter(PostId Post, int Revision) : ILetter;
}
