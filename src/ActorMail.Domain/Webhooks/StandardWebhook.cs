using System.Globalization;
using System.Text;

namespace ActorMail.Webhooks;

/// <summary>The signature of Standard Webhooks (standardwebhooks.com), symmetric, version 1.</summary>
public static class StandardWebhook
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";
    private const string Version = "v1,";

    /// <summary>How far a message's time may be from the receiver's; the same to both sides.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>One signature a secret, separated by spaces, so that a secret can be replaced while messages are on their way.</summary>
    public static string Sign(IEnumerable<WebhookSecret> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var content = Content(id, Timestamp(at), body);
        return string.Join(' ', secrets.Select(secret => Version + secret.Sign(content)));
    }

    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Why the message is not to be believed; null when it is.</summary>
    public static string? Fault(
        IEnumerable<WebhookSecret> secrets, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
            return $"{IdHeader}, {TimestampHeader} and {SignatureHeader} are needed";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return $"{TimestampHeader} is no time";
        if (!IsNear(seconds * 1000m, now)) return $"{TimestampHeader} is more than {Tolerance.TotalMinutes} minutes off";
        var content = Content(id, timestamp, body);
        var given = signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.StartsWith(Version, StringComparison.Ordinal)).Select(part => part[Version.Length..]).ToList();
        return secrets.Any(secret => given.Any(signature => secret.Signed(content, signature))) ? null : "the signature is not ours";
    }

    /// <summary>True of a moment within the tolerance.</summary>
    /// <param name="unixMilliseconds">Whatever a stranger wrote.</param>
    public static bool IsNear(decimal unixMilliseconds, DateTimeOffset now) =>
        Math.Abs(unixMilliseconds - now.ToUnixTimeMilliseconds()) <= (decimal)Tolerance.TotalMilliseconds;

    private static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
}
