using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ActorMail.PostFiles;
using ActorMail.Posts;

namespace ActorMail.Node.Spool;

/// <summary>What a spooled file says: the post, under a key that makes the same file the same post.</summary>
internal static class SpoolFile
{
    /// <summary>As much as the HTTP door takes.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Gives the wish, or the reason why it cannot be read; what the wish is worth is judged by the engine.</summary>
    public static bool TryRead(
        string name, ReadOnlySpan<byte> bytes, TimeZoneInfo zone, [NotNullWhen(true)] out NewPost? post, out string reason)
    {
        (post, reason) = (null, "");
        if (FileText.Decode(bytes) is not { } text) reason = "the file is not UTF-8";
        else if (!FrontMatter.TryParse(text, out var head, out var fault)) reason = $"line {fault.Line}: {fault.Reason}";
        else if (TryMoment(head, zone, out var at, out reason))
            post = new NewPost
            {
                Subject = head.Subject ?? "",
                Markdown = head.Body,
                List = head.List,
                PublishAt = at,
                Url = head.Url,
                IdempotencyKey = head.Key ?? Key(name, bytes),
            };
        return post is not null;
    }

    private static bool TryMoment(FrontMatter head, TimeZoneInfo zone, out DateTimeOffset? at, out string reason)
    {
        (at, reason) = (null, "");
        if (head.At is null) return true;
        if (Moment.TryParse(head.At, zone, out var moment, out var why)) at = moment;
        else reason = $"line {head.AtLine}: at: {why}";
        return at is not null;
    }

    private static string Key(string name, ReadOnlySpan<byte> bytes) =>
        $"spool:{Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0, .. bytes]))}";
}
