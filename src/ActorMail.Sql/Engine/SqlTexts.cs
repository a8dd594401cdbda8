namespace ActorMail.Engine;

/// <summary>Compares statements' texts, which are constants: by reference in nearly all cases, and never reading one whole to hash it.</summary>
internal sealed class SqlTexts : IEqualityComparer<string>
{
    public static readonly SqlTexts Comparer = new();

    private SqlTexts() { }

    public bool Equals(string? one, string? other) => string.Equals(one, other);

    public int GetHashCode(string text) =>
        text.Length == 0 ? 0 : HashCode.Combine(text.Length, text[0], text[text.Length / 2], text[^1]);
}
