using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Options;
using ActorMail.Posts;
using ActorMail.Tokens;
using ActorMail.Web.Access;
using ActorMail.Web.Guest;
using ActorMail.Web.Posts;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Triggers;

/// <summary>Gives out the word with which a page without a key publishes one draft.</summary>
internal static class TriggerTokensApi
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(90);

    public static void MapTriggerTokens(this IEndpointRouteBuilder posts) =>
        posts.MapPost("/{id}/trigger", SealAsync).WithName("MakeTrigger").RequireAuthorization(Roles.Publish)
            .WithSummary("Makes an address that publishes this draft, once, for whoever knows it.");

    private static async Task<Results<Ok<TriggerJson>, ValidationProblem, NotFoundProblem, ConflictProblem>> SealAsync(
        string id, [MayBeMissing] JsonBody<TriggerRequest> body, IPostStore posts, TriggerTokens tokens, ActorMailOptions options,
        DoorPlace door, TimeProvider time, HttpRequest request, CancellationToken cancel)
    {
        if (!PostId.TryParse(id, out var post)) return PostAnswers.NoPost(id);
        var (now, faults) = (time.GetUtcNow(), new FieldFaults());
        var until = PostMoments.Read(body.Value.ExpiresAt, faults, "expiresAt") ?? now + UsualTime;
        if (until <= now) faults.Add("expiresAt", "is in the past");
        if (until > now + LongestTime) faults.Add("expiresAt", $"is more than {LongestTime.Days} days away");
        if (!faults.None) return faults.Problem();
        if (await posts.ReadAsync(post, cancel) is not { } draft) return PostAnswers.NoPost(id);
        if (draft.Status != PostStatus.Draft) return new ConflictProblem("Only a draft can wait for a trigger.");

        var token = tokens.Seal(post, until);
        var url = $"{Base(options, door, request)}/t/{token}";
        return TypedResults.Ok(new TriggerJson(
            token, url, options.Triggers.Image ? url + ".gif" : null, DateTimeOffset.FromUnixTimeSeconds(until.ToUnixTimeSeconds())));
    }

    /// <summary>As the letters say it: an application's own prefix belongs to it.</summary>
    private static string Base(ActorMailOptions options, DoorPlace door, HttpRequest request) => string.IsNullOrWhiteSpace(options.PublicUrl)
        ? $"{request.Scheme}://{request.Host}{request.PathBase}"
        : options.PublicUrl.TrimEnd('/') + door.Prefix;
}

/// <summary>The body of <c>POST /api/posts/{id}/trigger</c>.</summary>
internal sealed record TriggerRequest(
    [property: Description("Until when it works, as ISO 8601 with an offset. Default: seven days; at most ninety.")]
    string? ExpiresAt = null);

/// <summary>An address that publishes one draft.</summary>
internal sealed record TriggerJson(
    string Token,
    [property: Description("A POST to it publishes the draft; from any page, without a key.")] string Url,
    [property: Description("A GET of this image publishes the draft; left out unless ActorMail:Triggers:Image is on."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Image,
    DateTimeOffset ExpiresAt);
