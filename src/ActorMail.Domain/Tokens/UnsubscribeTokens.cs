using System.Buffers.Binary;
using ActorMail.Subscribers;

namespace ActorMail.Tokens;

/// <summary>
/// The opaque word in an unsubscribe link: list, subscriber and epoch, sealed. It holds no address and works without login
/// (RFC 8058); raising the subscriber's epoch makes it void.
/// </summary>
public sealed class UnsubscribeTokens(InstanceKeys keys)
{
    private const int Numbers = 8 + 8 + 4;
    private readonly SealedNumbers _seal = new(keys.For("unsubscribe:1"), Numbers);

    public string Seal(ListId list, SubscriberId subscriber, int epoch)
    {
        Span<byte> numbers = stackalloc byte[Numbers];
        BinaryPrimitives.WriteInt64BigEndian(numbers, list.Value);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], subscriber.Value);
        BinaryPrimitives.WriteInt32BigEndian(numbers[16..], epoch);
        return _seal.Seal(numbers);
    }

    /// <summary>False for anything this installation did not seal.</summary>
    public bool TryOpen(string text, out ListId list, out SubscriberId subscriber, out int epoch)
    {
        (list, subscriber, epoch) = (default, default, 0);
        Span<byte> numbers = stackalloc byte[Numbers];
        if (!_seal.TryOpen(text, numbers)) return false;
        list = new ListId(BinaryPrimitives.ReadInt64BigEndian(numbers));
        subscriber = new SubscriberId(BinaryPrimitives.ReadInt64BigEndian(numbers[8..]));
        epoch = BinaryPrimitives.ReadInt32BigEndian(numbers[16..]);
        return true;
    }
}
