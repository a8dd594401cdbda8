using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorMail.Webhooks;

namespace ActorMail.Hooks;

/// <summary>Tells a blog's own message from anybody else's. Compared in constant time; what carries a time must be of now.</summary>
public static class HookSignature
{
    public const string GhostHeader = "X-Ghost-Signature";
    public const string WpWebhooksHeader = "X-WP-Webhook-Signature";

    /// <summary>Why the message is not to be believed; null when it is.</summary>
    /// <param name="header">Gives a header's value, or null.</param>
    public static string? Fault(
        HookSettings hook, Func<string, string?> header, ReadOnlySpan<byte> body, DateTimeOffset now) => hook.Kind switch
    {
        HookKind.Ghost => Ghost(hook.Secret, header(GhostHeader), body, now),
        HookKind.WpWebhooks => WpWebhooks(hook.Secret, header(WpWebhooksHeader), body),
        HookKind.WordPress when WebhookSecret.TryParse(hook.Secret, out var secret, out _) => StandardWebhook.Fault(
            [secret], header(StandardWebhook.IdHeader), header(StandardWebhook.TimestampHeader),
            header(StandardWebhook.SignatureHeader), body, now),
        _ => throw new ArgumentOutOfRangeException(nameof(hook), hook.Kind, "No such kind, or no such secret."),
    };

    /// <summary><c>sha256=HEX, t=MILLISECONDS</c>: HMAC-SHA-256 over the body followed by the time.</summary>
    private static string? Ghost(string secret, string? header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header)) return $"{GhostHeader} is needed";
        var parts = header.Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1]);
        var (given, time) = (parts["sha256"].FirstOrDefault(), parts["t"].FirstOrDefault());
        if (given is null || time is null) return $"{GhostHeader} is not of the form sha256=…, t=… (an old Ghost signs without a time)";
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || !StandardWebhook.IsNear(at, now))
            return $"{GhostHeader} is more than {StandardWebhook.Tolerance.TotalMinutes} minutes off";
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. body, .. Encoding.UTF8.GetBytes(time)]);
        return Same(expected, FromHex(given)) ? null : "the signature is not ours";
    }

    /// <summary>
    /// Base 64 of HMAC-SHA-256 over the body. It carries no time, so only the post's own id keeps a repeat from counting.
    /// </summary>
    private static string? WpWebhooks(string secret, string? header, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(header)) return $"{WpWebhooksHeader} is needed: set the trigger's secret in the plugin";
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(header.Trim(), given, out var length)
            && Same(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body), given[..length])
            ? null
            : "the signature is not ours";
    }

    private static bool Same(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> given) =>
        CryptographicOperations.FixedTimeEquals(expected, given);

    private static byte[] FromHex(string text) =>
        text.Length == HMACSHA256.HashSizeInBytes * 2 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : [];
}
