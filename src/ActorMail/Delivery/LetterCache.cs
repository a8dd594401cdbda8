using System.Collections.Concurrent;
using ActorMail.Letters;
using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>The newest letters, so that a post is composed once per revision and not once per slice.</summary>
internal sealed class LetterCache
{
    private const int Capacity = 32;
    private readonly ConcurrentDictionary<(PostId, int), ILetter> _letters = new();

    public ILetter Get(Post post, ILetterPress press)
    {
        if (_letters.TryGetValue((post.Id, post.Revision), out var known)) return known;
        if (_letters.Count >= Capacity) _letters.Clear();
        return _letters.GetOrAdd((post.Id, post.Revision), _ => press.Compose(post));
    }
}
