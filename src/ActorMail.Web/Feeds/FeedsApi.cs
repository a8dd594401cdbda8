using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Feeds;
using ActorMail.Options;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Feeds;

/// <summary>The feeds that are read, and how each stands.</summary>
internal static class FeedsApi
{
    public static void MapFeeds(this IEndpointRouteBuilder api)
    {
        var feeds = api.MapGroup("/feeds").WithTags("Feeds");
        feeds.MapGet("/", ListAsync).WithName("ListFeeds").RequireAuthorization(Roles.Read)
            .WithSummary("The configured feeds, and what came of the last look at each.");
        feeds.MapPost("/poll", PollAsync).WithName("PollFeed").RequireAuthorization(Roles.Publish)
            .WithSummary("Has a feed looked at now, such as right after a site was built.");
    }

    private static async Task<Ok<FeedsJson>> ListAsync(
        [FromServices] IFeedWatch watch, [FromServices] ActorMailOptions options, CancellationToken cancel)
    {
        var known = (await watch.ListAsync(cancel)).ToDictionary(feed => feed.Name);
        return TypedResults.Ok(new FeedsJson(
            [.. options.ToFeeds().Select(feed => FeedJson.Of(feed, known.GetValueOrDefault(feed.Name)))]));
    }

    private static async Task<Results<Accepted, ValidationProblem, NotFoundProblem>> PollAsync(
        JsonBody<PollRequest> body, [FromServices] IFeedWatch watch, [FromServices] ActorMailOptions options, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Value.Name))
            return FieldFaults.One("name", "missing; give a feed's name as GET /api/feeds shows it");
        // Shown without their queries, two feeds may look the same.
        var meant = options.ToFeeds().Where(feed => feed.Shown == body.Value.Name).Select(feed => feed.Name).Append(body.Value.Name);
        var any = false;
        foreach (var name in meant.Distinct()) any |= await watch.WakeAsync(name, cancel);
        return any ? TypedResults.Accepted("/api/feeds") : new NotFoundProblem("There is no feed of this name.");
    }
}

/// <summary>The body of <c>POST /api/feeds/poll</c>.</summary>
internal sealed record PollRequest(string? Name = null);

/// <summary>The answer of <c>GET /api/feeds</c>.</summary>
internal sealed record FeedsJson(IReadOnlyList<FeedJson> Feeds);

/// <summary>One feed.</summary>
internal sealed record FeedJson(
    [property: Description("Without a name of its own its address, without the query.")] string Name,
    [property: Description("Without the query, which may hold a token.")] string Url,
    string List,
    [property: Description("waiting (not seen yet), reading, failing or gone (it answered 410).")] string State,
    [property: Description("Posts made of its items.")] int Posts,
    [property: Description("When it was last looked at."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PolledAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAt,
    [property: Description("Why the last look was in vain; left out when it was not."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fault)
{
    public static FeedJson Of(FeedSettings feed, FeedState? state) => new(
        feed.Shown, feed.ShownUrl, feed.List, Word(state), state?.Posts ?? 0, state?.PolledAt,
        state is null or { Gone: true } ? null : state.NextAt, state?.Fault);

    private static string Word(FeedState? state) => state switch
    {
        { Gone: true } => "gone",
        { Fault: not null } => "failing",
        { BegunAt: not null } => "reading",
        _ => "waiting",
    };
}
