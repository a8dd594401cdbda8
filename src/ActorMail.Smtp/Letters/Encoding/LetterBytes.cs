namespace ActorMail.Smtp.Letters.Encoding;

/// <summary>One message as it goes out, the empty line between head and body left out. Filled again for the next message.</summary>
internal sealed class LetterBytes : IDisposable
{
    private const int KeepUpTo = 1 << 20;

    /// <summary>The header fields, each with its line end.</summary>
    public LetterBuffer Head { get; } = new(4 << 10);

    public LetterBuffer Body { get; } = new(32 << 10);

    /// <summary>Octets on the wire, before dots are stuffed.</summary>
    public long Size => Head.Length + 2 + Body.Length;

    /// <summary>Empties it; what one giant letter needed is not kept for all the small ones.</summary>
    public void Clear()
    {
        foreach (var buffer in (ReadOnlySpan<LetterBuffer>)[Head, Body])
        {
            if (buffer.Array.Length > KeepUpTo) buffer.Dispose();
            buffer.Clear();
        }
    }

    public void Dispose()
    {
        Head.Dispose();
        Body.Dispose();
    }
}
