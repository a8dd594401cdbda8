using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ActorMail.Letters;
using ActorMail.Subscribers;

namespace ActorMail.Posts;

/// <summary>What makes a wish to publish acceptable, and the post it becomes.</summary>
internal static class NewPostRules
{
    public const string PublishAtField = "publishAt";
    private const int MaxKeyLength = 255;

    /// <summary>Every fault of the wish; empty when there is none.</summary>
    public static IReadOnlyList<ContentFault> Check(NewPost wish, ILetterPress press, DateTimeOffset now)
    {
        var isList = ListName.TryParse(wish.List ?? ListName.Default, out var list, out var reason);
        List<ContentFault> faults = [.. press.Check(Content(wish), list)];
        if (!isList) faults.Add(new ContentFault("list", reason));
        if (wish.PublishAt <= now) faults.Add(new ContentFault(PublishAtField, "is in the past"));
        if (!Enum.IsDefined(wish.Priority)) faults.Add(new ContentFault("priority", "is none of low, normal, high"));
        if (wish.Canary is { } canary) faults.AddRange(CanaryFaults(canary));
        if (wish.IdempotencyKey is { } key && (key.Length is 0 or > MaxKeyLength || key.Any(c => c is < '!' or > '~')))
            faults.Add(new ContentFault("Idempotency-Key", $"has to be 1 to {MaxKeyLength} visible ASCII characters"));
        return faults;
    }

    /// <summary>The row to store for a wish without faults.</summary>
    public static Post Make(NewPost wish, PostId id, DateTimeOffset now) => new()
    {
        Id = id,
        IdempotencyKey = wish.IdempotencyKey,
        RequestHash = Hash(wish),
        List = List(wish),
        Content = Content(wish),
        Status = wish.Draft ? PostStatus.Draft : wish.PublishAt is null ? PostStatus.Sending : PostStatus.Scheduled,
        CreatedAt = now,
        PublishAt = wish.PublishAt,
        Priority = wish.Priority,
        Canary = wish.Canary,
        Released = wish is { Draft: false, PublishAt: null } ? wish.Canary?.Size : null,
        PublishedAt = wish is { Draft: false, PublishAt: null } ? now : null,
    };

    private static IEnumerable<ContentFault> CanaryFaults(Canary canary)
    {
        if (canary.Size < 1) yield return new ContentFault("canary.size", "has to be at least 1");
        if (canary.Watch < TimeSpan.Zero || canary.Watch > Canary.LongestWatch)
            yield return new ContentFault("canary.watch", "has to be 0 to 7 days");
        foreach (var (field, part) in new[] { ("canary.maxDeferred", canary.MaxDeferred), ("canary.maxRejected", canary.MaxRejected) })
        {
            if (part is not (>= 0 and <= 1)) yield return new ContentFault(field, "is a part of the whole, from 0 to 1");
        }
    }

    private static string List(NewPost wish) =>
        ListName.TryParse(wish.List ?? ListName.Default, out var name, out var reason) ? name : throw new ArgumentException(reason);

    private static PostContent Content(NewPost wish) => new(wish.Subject, wish.Markdown, wish.Html, wish.Text, wish.Url);

    /// <summary>Equal for equal requests; the key itself is not part of it.</summary>
    private static string Hash(NewPost wish)
    {
        string?[] parts = [wish.Subject, wish.Markdown, wish.Html, wish.Text, List(wish), wish.PublishAt?.ToString("O"), $"{wish.Draft}", wish.Url,
            .. wish.Priority == PostPriority.Normal && wish.Canary is null ? Array.Empty<string?>() : [$"{wish.Priority}", $"{wish.Canary}"]];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts))));
    }
}
