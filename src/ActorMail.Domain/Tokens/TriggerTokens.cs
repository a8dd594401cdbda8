using System.Buffers.Binary;
using ActorMail.Posts;

namespace ActorMail.Tokens;

/// <summary>
/// The opaque word with which anybody may publish one draft, and nothing else, until a moment: post and moment, sealed. It works
/// once, because a draft that was published is a draft no more.
/// </summary>
public sealed class TriggerTokens(InstanceKeys keys)
{
    private const int Numbers = 8 + 8;
    private readonly SealedNumbers _seal = new(keys.For("trigger:1"), Numbers);

    /// <param name="until">To the second.</param>
    public string Seal(PostId post, DateTimeOffset until)
    {
        Span<byte> numbers = stackalloc byte[Numbers];
        BinaryPrimitives.WriteInt64BigEndian(numbers, post.Value);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], until.ToUnixTimeSeconds());
        return _seal.Seal(numbers);
    }

    /// <summary>
    /// False for anything this installation did not seal. Whether <paramref name="until"/> is past is the caller's to ask.
    /// </summary>
    public bool TryOpen(string text, out PostId post, out DateTimeOffset until)
    {
        (post, until) = (default, default);
        Span<byte> numbers = stackalloc byte[Numbers];
        if (!_seal.TryOpen(text, numbers)) return false;
        post = new PostId(BinaryPrimitives.ReadInt64BigEndian(numbers));
        until = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(numbers[8..]));
        return true;
    }
}
