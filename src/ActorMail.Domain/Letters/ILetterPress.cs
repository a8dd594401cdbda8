using ActorMail.Posts;

namespace ActorMail.Letters;

/// <summary>Turns posts into letters.</summary>
public interface ILetterPress
{
    /// <summary>Finds what is wrong with a post's content before it is stored: each fault names its field and, if it can, its line.</summary>
    /// <param name="list">The name of the post's list, which the content may show.</param>
    IReadOnlyList<ContentFault> Check(PostContent content, string list);

    /// <summary>Composes a post once; the letter is then personalised for each reader. Safe to share between mailers.</summary>
    ILetter Compose(Post post);
}

/// <summary>One revision of a post, ready to be personalised. Only the wire knows its form.</summary>
public interface ILetter
{
    PostId Post { get; }

    int Revision { get; }
}

/// <summary>A post that passed the checks and still cannot be composed.</summary>
public sealed class LetterException(string why, Exception? inner = null) : Exception(why, inner);

/// <summary>One thing that is wrong with a content, and where.</summary>
/// <param name="Field">subject, markdown, html, text or url.</param>
/// <param name="Line">From 1; null where it has none.</param>
public sealed record ContentFault(string Field, string Message, int? Line = null);
