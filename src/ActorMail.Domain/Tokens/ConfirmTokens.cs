using System.Buffers.Binary;
using ActorMail.SignUps;

namespace ActorMail.Tokens;

/// <summary>
/// The opaque word in the link of a confirmation mail: sign-up and round, sealed. It holds no address, and only who reads the mail has it.
/// </summary>
public sealed class ConfirmTokens(InstanceKeys keys)
{
    private const int Numbers = 8 + 4;
    private readonly SealedNumbers _seal = new(keys.For("confirm:1"), Numbers);

    public string Seal(SignUpId id, int round)
    {
        Span<byte> numbers = stackalloc byte[Numbers];
        BinaryPrimitives.WriteInt64BigEndian(numbers, id.Value);
        BinaryPrimitives.WriteInt32BigEndian(numbers[8..], round);
        return _seal.Seal(numbers);
    }

    /// <summary>False for anything this installation did not seal.</summary>
    public bool TryOpen(string text, out SignUpId id, out int round)
    {
        (id, round) = (default, 0);
        Span<byte> numbers = stackalloc byte[Numbers];
        if (!_seal.TryOpen(text, numbers)) return false;
        id = new SignUpId(BinaryPrimitives.ReadInt64BigEndian(numbers));
        round = BinaryPrimitives.ReadInt32BigEndian(numbers[8..]);
        return true;
    }
}
