using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMail.Posts;

namespace ActorMail.Web.Posts;

/// <summary>Enumerations are written as one lower-case word.</summary>
internal sealed class LowerCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>A post and how far it is, as the outside sees it.</summary>
internal sealed record PostJson(
    string Id,
    string Subject,
    string List,
    [property: JsonConverter(typeof(LowerCase<PostStatus>))] PostStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PausedBecause,
    int Revision,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PublishAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PublishedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FinishedAt,
    TotalsJson Totals,
    bool Balanced,
    int InFlight,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextRetryAt,
    double RatePerSecond,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? EtaSeconds,
    [property: JsonConverter(typeof(LowerCase<PostPriority>))] PostPriority Priority,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CanaryJson? Canary)
{
    public static PostJson Of(PostView view)
    {
        var post = view.Post;
        return new PostJson(
            post.Id.ToString(), post.Content.Subject, post.List, post.Status, post.PausedBecause, post.Revision, post.CreatedAt,
            post.PublishAt, post.PublishedAt, post.FinishedAt, TotalsJson.Of(view.Totals), view.Totals.Balanced, view.InFlight,
            view.NextRetryAt, Math.Round(view.RatePerSecond, 1), view.Eta is { } eta ? Math.Round(eta.TotalSeconds, 1) : null,
            post.Priority, CanaryJson.Of(post));
    }

    /// <summary>A post that is not moving: its row says everything.</summary>
    public static PostJson Of(Post post) => Of(new PostView(post, post.Totals ?? PostTotals.None, 0, null, 0, null));
}

/// <summary>A post's books.</summary>
internal sealed record TotalsJson(
    long Audience, bool AudienceIsEstimate, long Accepted, long Deferred, long Rejected, long Skipped, long Uncertain,
    long Cancelled, long Pending)
{
    public static TotalsJson Of(PostTotals totals) => new(
        totals.Audience, totals.AudienceIsEstimate, totals.Accepted, totals.Deferred, totals.Rejected, totals.Skipped,
        totals.Uncertain, totals.Cancelled, totals.Pending);
}

/// <summary>The answer to a publish.</summary>
internal sealed record PostRefJson(string Id, [property: JsonConverter(typeof(LowerCase<PostStatus>))] PostStatus Status);

/// <summary>The answer to a retry.</summary>
internal sealed record RetryJson(
    string Id, [property: JsonConverter(typeof(LowerCase<PostStatus>))] PostStatus Status, int Requeued);

internal sealed record TestMailJson(bool Accepted, string Outcome);

internal sealed record PostPageJson(
    IReadOnlyList<PostJson> Posts, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
