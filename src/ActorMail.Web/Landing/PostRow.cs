using System.Globalization;
using ActorMail.Posts;
using ActorMail.Web.Pages;
using ActorMail.Web.Posts;

namespace ActorMail.Web.Landing;

/// <summary>One post on the landing page.</summary>
internal static class PostRow
{
    public static string Html(PostJson post)
    {
        var state = post.Status.ToString().ToLowerInvariant();
        return $"""
            <li class="post">
            <header><h3>{Page.Text(post.Subject)}</h3><span class="state {state}">{state}</span></header>
            <p class="facts">{Facts(post)}</p>
            {(post.PublishedAt is null ? "" : Bar(post.Totals) + Figures(post))}
            </li>
            """;
    }

    private static string Facts(PostJson post)
    {
        var facts = new List<string> { $"List {Page.Text(post.List)}", When(post) };
        if (post.PausedBecause is { } why) facts.Add(Page.Text(why));
        if (post is { Status: PostStatus.Sending, RatePerSecond: > 0 }) facts.Add($"{post.RatePerSecond:N0} a second");
        if (post is { Status: PostStatus.Sending, EtaSeconds: >= 1 and var seconds }) facts.Add($"about {Span(seconds)} left");
        if (post is { Totals.Pending: 0, NextRetryAt: { } next, FinishedAt: null }) facts.Add($"next try {Layout.Moment(next)}");
        if (post.FinishedAt is not null) facts.Add(post.Balanced ? "the books balance" : "the books do not balance");
        facts.Add($"<a href=\"/api/posts/{post.Id}\">{post.Id}</a>");
        return string.Join(" · ", facts);
    }

    private static string When(PostJson post) => post switch
    {
        { FinishedAt: { } at } => $"finished {Layout.Moment(at)}",
        { PublishedAt: { } at } => $"published {Layout.Moment(at)}",
        { Status: PostStatus.Scheduled, PublishAt: { } at } => $"due {Layout.Moment(at)}",
        _ => $"written {Layout.Moment(post.CreatedAt)}",
    };

    private static string Span(double seconds) => seconds < 90 ? $"{seconds:N0} s" : seconds < 5400 ? $"{seconds / 60:N0} min"
        : $"{seconds / 3600:N1} h";

    private static string Figures(PostJson post)
    {
        var totals = post.Totals;
        (string Name, long Count, bool Always)[] all =
        [
            (totals.AudienceIsEstimate ? "Readers, about" : "Readers", totals.Audience, true),
            ("Accepted", totals.Accepted, true), ("Pending", totals.Pending, false), ("Deferred", totals.Deferred, false),
            ("Rejected", totals.Rejected, false), ("Skipped", totals.Skipped, false), ("Uncertain", totals.Uncertain, false),
            ("Cancelled", totals.Cancelled, false), ("In flight", post.InFlight, false),
        ];
        return $"<dl class=\"figures\">{string.Concat(all.Where(figure => figure.Always || figure.Count > 0)
            .Select(figure => $"<div><dt>{figure.Name}</dt><dd>{Layout.Number(figure.Count)}</dd></div>"))}</dl>";
    }

    private static string Bar(TotalsJson totals)
    {
        var whole = Math.Max(1, Math.Max(totals.Audience,
            totals.Accepted + totals.Deferred + totals.Rejected + totals.Skipped + totals.Uncertain + totals.Cancelled));
        var at = 0.0;
        return $"""
            <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{totals.Accepted} of {totals.Audience} accepted">
            <rect class="ground" width="100" height="6"/>{Part("good", totals.Accepted)}{Part("wait", totals.Deferred + totals.Uncertain)}
            {Part("bad", totals.Rejected)}{Part("still", totals.Skipped + totals.Cancelled)}</svg>
            """;

        string Part(string kind, long count)
        {
            var width = 100.0 * count / whole;
            var from = at;
            at += width;
            return count == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{from:0.##}\" width=\"{width:0.##}\" height=\"6\"/>");
        }
    }
}
