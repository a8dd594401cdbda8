using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Web.Problems;

namespace ActorMail.Web.Posts;

/// <summary>The body of <c>POST /api/posts</c>. Give markdown or html, not both.</summary>
internal sealed record PublishRequest(
    string? Subject = null,
    string? Markdown = null,
    string? Html = null,
    string? Text = null,
    string? List = null,
    [property: Description("When to publish, as ISO 8601 with an offset: 2026-07-01T09:00:00Z.")] string? PublishAt = null,
    bool? Draft = null,
    string? Url = null,
    [property: Description("Which of several posts goes first: low, normal (default) or high.")] string? Priority = null,
    CanaryRequest? Canary = null)
{
    /// <summary>Gives the wish; everything but the form of its words is judged by the engine.</summary>
    public NewPost? ToNewPost(string? idempotencyKey, FieldFaults faults)
    {
        var at = PostMoments.Read(PublishAt, faults);
        var priority = PriorityWords.Read(Priority, faults);
        return !faults.None ? null : new NewPost
        {
            Subject = Subject ?? "",
            Markdown = Markdown,
            Html = Html,
            Text = Text,
            List = List,
            PublishAt = at,
            Draft = Draft ?? false,
            Url = Url,
            Priority = priority,
            Canary = Canary?.ToCanary(),
            IdempotencyKey = idempotencyKey,
        };
    }
}

/// <summary>The body of <c>PUT /api/posts/{id}</c>: the whole new content.</summary>
internal sealed record AmendRequest(
    string? Subject = null,
    string? Markdown = null,
    string? Html = null,
    string? Text = null,
    [property: Description("A new time for a draft or scheduled post, as ISO 8601 with an offset.")] string? PublishAt = null,
    string? Url = null)
{
    public PostContent ToContent() => new(Subject ?? "", Markdown, Html, Text, Url);
}

/// <summary>The body of <c>POST /api/posts/{id}/retry</c>.</summary>
internal sealed record RetryRequest(
    [property: Description("Of rejected, uncertain, deferred, skipped; default: rejected and uncertain.")]
    IReadOnlyList<string>? Outcomes = null)
{
    public IReadOnlyList<OutcomeName>? ToOutcomes(FieldFaults faults)
    {
        if (Outcomes is null) return null;
        var names = new List<OutcomeName>();
        foreach (var text in Outcomes)
        {
            if (OutcomeWords.TryParse(text, out var name)) names.Add(name);
            else faults.Add("outcomes", $"'{text}' is none of {OutcomeWords.All}");
        }

        if (Outcomes.Count == 0) faults.Add("outcomes", "must name at least one outcome");
        return names;
    }
}

/// <summary>The body of <c>POST /api/posts/{id}/deliveries/{email}/resolve</c>.</summary>
internal sealed record ResolveRequest([property: Description("One of resend, accept, skip.")] string? As = null);

/// <summary>The body of <c>POST /api/posts/{id}/test</c>.</summary>
internal sealed record TestRequest(string? Email = null);

/// <summary>Outcomes as words of a request.</summary>
internal static class OutcomeWords
{
    public static readonly string All = string.Join(", ", Enum.GetNames<OutcomeName>()).ToLowerInvariant();

    public static bool TryParse(string? text, out OutcomeName name)
    {
        foreach (var known in Enum.GetValues<OutcomeName>())
        {
            name = known;
            if (string.Equals(known.ToString(), text, StringComparison.OrdinalIgnoreCase)) return true;
        }

        name = default;
        return false;
    }
}

/// <summary>Times as words of a request: without an offset a time would mean another moment on another server.</summary>
internal static partial class PostMoments
{
    public static DateTimeOffset? Read(string? text, FieldFaults faults)
    {
        if (text is null) return null;
        if (!Iso().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at))
            faults.Add("publishAt", "is no time such as 2026-07-01T09:00:00Z or 2026-07-01T09:00:00+02:00");
        else return at;
        return null;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
