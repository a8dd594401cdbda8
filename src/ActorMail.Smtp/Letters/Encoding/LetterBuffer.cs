using System.Buffers;

namespace ActorMail.Smtp.Letters.Encoding;

/// <summary>Bytes being put together in a rented array, given back when disposed; after that it can be filled anew.</summary>
internal sealed class LetterBuffer(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    /// <summary>The array the bytes lie in, from 0 to <see cref="Length"/>: streams take arrays.</summary>
    public byte[] Array => _bytes;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Gives the number of bytes.</summary>
    public int AppendUtf8(ReadOnlySpan<char> text)
    {
        var count = System.Text.Encoding.UTF8.GetBytes(text, Room(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length)));
        Length += count;
        return count;
    }

    /// <summary>At least <paramref name="size"/> bytes to write to; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Room(int size)
    {
        if (_bytes.Length - Length < size) Grow(size);
        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Puts bytes before all others.</summary>
    public void Prepend(ReadOnlySpan<byte> bytes)
    {
        var kept = Length;
        Room(bytes.Length);
        _bytes.AsSpan(0, kept).CopyTo(_bytes.AsSpan(bytes.Length));
        bytes.CopyTo(_bytes);
        Length += bytes.Length;
    }

    public void Clear() => Cut(0);

    /// <summary>Forgets what comes after the first <paramref name="length"/> bytes.</summary>
    public void Cut(int length) => Length = length;

    public byte[] ToArray() => Written.ToArray();

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + size));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
