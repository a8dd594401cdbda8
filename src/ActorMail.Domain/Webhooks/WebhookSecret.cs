using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ActorMail.Webhooks;

/// <summary>A shared secret as Standard Webhooks write it: <c>whsec_</c> and 24 to 64 bytes in base 64. Never shown.</summary>
public sealed class WebhookSecret
{
    public const string Prefix = "whsec_";
    private const int Shortest = 24;
    private const int Longest = 64;
    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>Gives the secret, or the reason, without the text, why it is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret, out string reason)
    {
        secret = null;
        reason = "";
        if (string.IsNullOrWhiteSpace(text)) reason = $"missing; it is {Prefix} and {Shortest} to {Longest} random bytes in base 64";
        else if (!text.StartsWith(Prefix, StringComparison.Ordinal)) reason = $"does not begin with {Prefix}";
        else if (!TryKey(text[Prefix.Length..], out var key)) reason = $"is no base 64 after {Prefix}";
        else if (key.Length is < Shortest or > Longest)
            reason = $"has {key.Length} bytes after {Prefix}; {Shortest} to {Longest} are needed";
        else secret = new WebhookSecret(key);
        return secret is not null;
    }

    /// <summary>The signature of these bytes, in base 64.</summary>
    public string Sign(ReadOnlySpan<byte> content) => Convert.ToBase64String(HMACSHA256.HashData(_key, content));

    /// <summary>Takes the same time for every wrong signature of the right length.</summary>
    public bool Signed(ReadOnlySpan<byte> content, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(signature, given, out var length) && length == given.Length
            && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key, content), given);
    }

    public override string ToString() => Prefix + "***";

    private static bool TryKey(string text, out byte[] key)
    {
        key = new byte[text.Length];
        var sound = Convert.TryFromBase64String(text, key, out var length);
        key = key[..length];
        return sound;
    }
}
