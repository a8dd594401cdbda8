using System.Globalization;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Posts;

/// <summary>A post in words.</summary>
internal static class PostText
{
    /// <summary>The books of a finished post: both sides of promise P3.</summary>
    public static string Balance(PostTotals totals) =>
        $"audience {N(totals.Audience)} = accepted {N(totals.Accepted)} + rejected {N(totals.Rejected)}"
        + $" + skipped {N(totals.Skipped)} + uncertain {N(totals.Uncertain)} + cancelled {N(totals.Cancelled)}";

    /// <summary>How far it is, on one line.</summary>
    public static string Progress(PostView post)
    {
        var totals = post.Totals;
        var line = $"{post.Status}: {N(totals.Decided)} of {Audience(totals)}, accepted {N(totals.Accepted)}";
        if (totals.Rejected > 0) line += $", rejected {N(totals.Rejected)}";
        if (totals.Deferred > 0) line += $", deferred {N(totals.Deferred)}";
        if (totals.Skipped > 0) line += $", skipped {N(totals.Skipped)}";
        if (totals.Uncertain > 0) line += $", uncertain {N(totals.Uncertain)}";
        if (post.RatePerSecond > 0) line += $", {Rate(post.RatePerSecond)}";
        if (post.EtaSeconds is { } eta) line += $", {Duration(eta)} left";
        return line;
    }

    /// <summary>Everything, a line each.</summary>
    public static IEnumerable<string> Lines(PostView post)
    {
        var rows = new (string Name, string? Value)[]
        {
            ("id", post.Id),
            ("subject", post.Subject),
            ("list", post.List),
            ("status", post.PausedBecause is null ? post.Status : $"{post.Status}: {post.PausedBecause}"),
            ("revision", post.Revision.ToString(CultureInfo.InvariantCulture)),
            ("created", Moment.Text(post.CreatedAt)),
            ("publish at", Moment.Text(post.PublishAt)),
            ("published", Moment.Text(post.PublishedAt)),
            ("finished", Moment.Text(post.FinishedAt)),
            ("in flight", post.InFlight > 0 ? N(post.InFlight) : null),
            ("next retry", Moment.Text(post.NextRetryAt)),
            ("progress", post.IsFinished ? null : Progress(post)),
            ("balance", post.IsFinished ? Balance(post.Totals) : null),
        };
        return TextTable.Lines([.. rows.Where(row => !string.IsNullOrEmpty(row.Value))
            .Select(row => (IReadOnlyList<string>)[row.Name, row.Value!])]);
    }

    public static string Audience(PostTotals totals) => (totals.AudienceIsEstimate ? "about " : "") + N(totals.Audience);

    public static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rate(double perSecond) =>
        perSecond.ToString(perSecond < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture) + "/s";

    private static string Duration(double seconds)
    {
        // A rate near nothing gives an absurd time; a day says enough.
        var span = TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(seconds, 0, 86_400)));
        if (span.TotalDays >= 1) return "more than a day";
        if (span.TotalHours >= 1) return $"{span.Hours} h {span.Minutes} min";
        return span.TotalMinutes >= 1 ? $"{span.Minutes} min {span.Seconds} s" : $"{span.Seconds} s";
    }
}
