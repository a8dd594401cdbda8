using System.Security.Cryptography;
using System.Text;
using ActorMail.Subscribers;

namespace ActorMail.Tokens;

/// <summary>
/// A word by which an address is known again without being kept: HMAC-SHA-256 of its normalised form, cut to 128 bits, in hexadecimal.
/// </summary>
public sealed class AddressMarks(InstanceKeys keys)
{
    private const int Bytes = 16;
    private readonly byte[] _key = keys.For("address-mark:1");

    public string Of(EmailAddress email) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(email.Normalised)).AsSpan(0, Bytes));
}
