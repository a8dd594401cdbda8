using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.SignUps;

namespace ActorMail.Testing;

/// <summary>A press for tests that are not about letters.</summary>
public sealed class PlainPress : ILetterPress, IConfirmationPress
{
    /// <summary>Every revision that was composed, in order.</summary>
    public List<(PostId Post, int Revision)> Composed { get; } = [];

    public IReadOnlyList<ContentFault> Check(PostContent content, string list) =>
        content.Subject.Length == 0 ? [new ContentFault("subject", "missing")]
        : content.Subject == $"not for {list}" ? [new ContentFault("subject", "unfit for the list")] : [];

    public ILetter Compose(Post post)
    {
        lock (Composed) Composed.Add((post.Id, post.Revision));
        return post.Content.Subject switch
        {
            "unfit" => throw new LetterException("unfit"),
            "a bug" => throw new InvalidOperationException("what nobody foresaw"),
            _ => new PlainLetter(post.Id, post.Revision),
        };
    }

    public ILetter Compose(SignUpMail mail) => new PlainLetter(default, mail.Number);

    private sealed record PlainLetter(PostId Post, int Revision) : ILetter;
}
