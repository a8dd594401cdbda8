using System.Globalization;
using ActorMail.Posts;

namespace ActorMail.Operations;

/// <summary>A post's facts in words.</summary>
internal static class PostLines
{
    public static string Word(PostStatus status) => status.ToString().ToLowerInvariant();

    public static string Status(Post post) =>
        post.PausedBecause is { } because ? $"{Word(post.Status)} ({Columns.Clean(because)})" : Word(post.Status);

    public static string Books(PostTotals totals) =>
        $"audience {(totals.AudienceIsEstimate ? "about " : "")}{N(totals.Audience)}: accepted {N(totals.Accepted)}, "
        + $"deferred {N(totals.Deferred)}, rejected {N(totals.Rejected)}, skipped {N(totals.Skipped)}, uncertain {N(totals.Uncertain)}, cancelled {N(totals.Cancelled)}, "
        + $"pending {N(totals.Pending)}";

    public static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
