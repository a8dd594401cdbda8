using System.Buffers.Binary;

namespace ActorMail.Tokens;

/// <summary>
/// The opaque word in the link of a confirmation mail: the address's mark and the round, sealed. Only who reads the mail has it, and it is
/// good for that address alone, whatever a restored database numbers anew.
/// </summary>
public sealed class ConfirmTokens(InstanceKeys keys)
{
    private const int Numbers = AddressMarks.Bytes + 4;
    private readonly SealedNumbers _seal = new(keys.For("confirm:1"), Numbers);

    /// <param name="mark">As <see cref="AddressMarks"/> makes it.</param>
    public string Seal(string mark, int round)
    {
        Span<byte> numbers = stackalloc byte[Numbers];
        Convert.FromHexString(mark).CopyTo(numbers);
        BinaryPrimitives.WriteInt32BigEndian(numbers[AddressMarks.Bytes..], round);
        return _seal.Seal(numbers);
    }

    /// <summary>False for anything this installation did not seal.</summary>
    public bool TryOpen(string text, out string mark, out int round)
    {
        (mark, round) = ("", 0);
        Span<byte> numbers = stackalloc byte[Numbers];
        if (!_seal.TryOpen(text, numbers)) return false;
        mark = Convert.ToHexStringLower(numbers[..AddressMarks.Bytes]);
        round = BinaryPrimitives.ReadInt32BigEndian(numbers[AddressMarks.Bytes..]);
        return true;
    }
}
