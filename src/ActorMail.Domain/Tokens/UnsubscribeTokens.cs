using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using ActorMail.Subscribers;

namespace ActorMail.Tokens;

/// <summary>
/// The opaque word in an unsubscribe link: list, subscriber and epoch, sealed with HMAC-SHA-256 cut to 128 bits. It holds no
/// address and works without login (RFC 8058); raising the subscriber's epoch makes it void.
/// </summary>
public sealed class UnsubscribeTokens(InstanceKeys keys)
{
    private const int Numbers = 8 + 8 + 4;
    private const int Tag = 16;
    private readonly byte[] _key = keys.For("unsubscribe:1");

    public string Seal(ListId list, SubscriberId subscriber, int epoch)
    {
        Span<byte> token = stackalloc byte[Numbers + Tag];
        BinaryPrimitives.WriteInt64BigEndian(token, list.Value);
        BinaryPrimitives.WriteInt64BigEndian(token[8..], subscriber.Value);
        BinaryPrimitives.WriteInt32BigEndian(token[16..], epoch);
        Sign(token[..Numbers], token[Numbers..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>False for anything this installation did not seal; takes the same time for every wrong token of the right length.</summary>
    public bool TryOpen(string text, out ListId list, out SubscriberId subscriber, out int epoch)
    {
        (list, subscriber, epoch) = (default, default, 0);
        Span<byte> token = stackalloc byte[Numbers + Tag];
        if (text.Length != Base64Url.GetEncodedLength(Numbers + Tag)
            || Base64Url.DecodeFromChars(text, token, out _, out var written) != OperationStatus.Done
            || written != Numbers + Tag) return false;
        Span<byte> tag = stackalloc byte[Tag];
        Sign(token[..Numbers], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, token[Numbers..])) return false;
        list = new ListId(BinaryPrimitives.ReadInt64BigEndian(token));
        subscriber = new SubscriberId(BinaryPrimitives.ReadInt64BigEndian(token[8..]));
        epoch = BinaryPrimitives.ReadInt32BigEndian(token[16..]);
        return true;
    }

    private void Sign(ReadOnlySpan<byte> numbers, Span<byte> tag)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, numbers, full);
        full[..Tag].CopyTo(tag);
    }
}
