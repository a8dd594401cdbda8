using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace ActorMail.Tokens;

/// <summary>
/// Numbers in an opaque word: their bytes, sealed with HMAC-SHA-256 cut to 128 bits, in base64url. Each kind of token has a key
/// derived for it alone, so that none can stand in for another.
/// </summary>
internal sealed class SealedNumbers(byte[] key, int length)
{
    private const int Tag = 16;

    public string Seal(ReadOnlySpan<byte> numbers)
    {
        Span<byte> token = stackalloc byte[length + Tag];
        numbers.CopyTo(token);
        Sign(numbers, token[length..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>False for anything this installation did not seal; takes the same time for every wrong token of the right length.</summary>
    public bool TryOpen(string text, Span<byte> numbers)
    {
        Span<byte> token = stackalloc byte[length + Tag];
        if (text.Length != Base64Url.GetEncodedLength(length + Tag)
            || Base64Url.DecodeFromChars(text, token, out _, out var written) != OperationStatus.Done
            || written != length + Tag) return false;
        Span<byte> tag = stackalloc byte[Tag];
        Sign(token[..length], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, token[length..])) return false;
        token[..length].CopyTo(numbers);
        return true;
    }

    private void Sign(ReadOnlySpan<byte> numbers, Span<byte> tag)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, numbers, full);
        full[..Tag].CopyTo(tag);
    }
}
