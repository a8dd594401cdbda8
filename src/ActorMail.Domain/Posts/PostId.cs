using System.Diagnostics.CodeAnalysis;

namespace ActorMail.Posts;

/// <summary>
/// A post's id: 41 bits of milliseconds and 22 random bits, so ids sort by time and need no central counter.
/// Written as 13 characters of Crockford's base 32 in lower case.
/// </summary>
public readonly record struct PostId(long Value) : IComparable<PostId>
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 13;
    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A new id for a post made at <paramref name="now"/>; <paramref name="chance"/> gives the random bits.</summary>
    public static PostId New(DateTimeOffset now, Random chance)
    {
        var milliseconds = (long)(now - Epoch).TotalMilliseconds & ((1L << 41) - 1);
        return new PostId(milliseconds << 22 | chance.NextInt64(1L << 22));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out PostId id)
    {
        id = default;
        if (text is not { Length: Length }) return false;
        var value = 0L;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(char.ToLowerInvariant(character));
            if (digit < 0 || value > (long.MaxValue - digit) / 32) return false;
            value = value * 32 + digit;
        }

        id = new PostId(value);
        return true;
    }

    public int CompareTo(PostId other) => Value.CompareTo(other.Value);

    public override string ToString() => string.Create(Length, Value, static (characters, value) =>
    {
        for (var at = characters.Length - 1; at >= 0; at--, value >>= 5) characters[at] = Alphabet[(int)(value & 31)];
    });
}
