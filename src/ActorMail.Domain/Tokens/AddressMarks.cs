using System.Security.Cryptography;
using System.Text;
using ActorMail.Subscribers;

namespace ActorMail.Tokens;

/// <summary>
/// Words by which an address is known again without being kept: HMAC-SHA-256 of its normalised form, cut to 128 bits, in hexadecimal.
/// </summary>
public sealed class AddressMarks(InstanceKeys keys)
{
    internal const int Bytes = 16;
    private static readonly string[] WithoutDots = ["gmail.com", "googlemail.com"];
    private readonly byte[] _key = keys.For("address-mark:1");

    public string Of(EmailAddress email) => Of(email.Normalised);

    /// <summary>
    /// The mark of the mailbox that most likely stands behind the address: without the tag behind a plus sign and without Gmail's dots.
    /// Two mailboxes share one where a provider takes plus signs for something else.
    /// </summary>
    public string OfMailbox(EmailAddress email)
    {
        var local = email.Local.ToLowerInvariant();
        if (local.IndexOf('+') is > 0 and var plus) local = local[..plus];
        if (WithoutDots.Contains(email.Domain)) local = local.Replace(".", "", StringComparison.Ordinal);
        return Of($"{local}@{email.Domain}");
    }

    private string Of(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));
}
