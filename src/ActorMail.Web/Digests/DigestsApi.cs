using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Digests;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Digests;

/// <summary>Digests: posts that write themselves from what was published since the last one.</summary>
internal static class DigestsApi
{
    public static void MapDigests(this IEndpointRouteBuilder api)
    {
        var digests = api.MapGroup("/digests").WithTags("Digests");
        digests.MapGet("/", ListAsync).WithName("ListDigests").RequireAuthorization(Roles.Read)
            .WithSummary("Every digest, when it is due and what became of its last issue.");
        digests.MapPut("/{name}", PutAsync).WithName("PutDigest").RequireAuthorization(Roles.Publish)
            .WithSummary("Makes a digest or replaces it; what it has collected stays collected.");
        digests.MapDelete("/{name}", RemoveAsync).WithName("RemoveDigest").RequireAuthorization(Roles.Publish)
            .WithSummary("Takes a digest away; issues that were published stay.");
    }

    private static async Task<Ok<DigestsJson>> ListAsync(IDigestStore store, CancellationToken cancel) =>
        TypedResults.Ok(new DigestsJson([.. (await store.ListAsync(cancel)).Select(DigestJson.Of)]));

    private static async Task<Results<Ok<DigestJson>, ValidationProblem>> PutAsync(
        string name, JsonBody<DigestRequest> body, DigestDesk desk, CancellationToken cancel) =>
        await desk.PutAsync(body.Value.ToNewDigest(name), cancel) switch
        {
            DigestAnswer.Stored(var view) => TypedResults.Ok(DigestJson.Of(view)),
            DigestAnswer.Invalid(var faults) => FieldFaults.Of(faults),
            var other => throw new InvalidOperationException($"A digest is not answered with {other.GetType().Name}."),
        };

    private static async Task<Results<NoContent, NotFoundProblem>> RemoveAsync(
        string name, IDigestStore store, CancellationToken cancel) =>
        await store.RemoveAsync(name.ToLowerInvariant(), cancel)
            ? TypedResults.NoContent()
            : new NotFoundProblem("There is no digest of this name.");
}

/// <summary>The body of <c>PUT /api/digests/{name}</c>.</summary>
internal sealed record DigestRequest(
    [property: Description("The list whose members get it.")] string? List = null,
    [property: Description("The list whose posts are collected; default: the same list.")] string? From = null,
    [property: Description("When: minute, hour, day, month, weekday; six fields begin with the second.")] string? Cron = null,
    [property: Description("The time zone of the times, such as Europe/Berlin; default: UTC.")] string? Zone = null,
    string? Subject = null,
    [property: Description("Markdown above the collected posts.")] string? Intro = null)
{
    public NewDigest ToNewDigest(string name) => new()
    {
        Name = name, List = List ?? "", From = From, Cron = Cron ?? "", Zone = Zone, Subject = Subject ?? "", Intro = Intro,
    };
}

/// <summary>The answer of <c>GET /api/digests</c>.</summary>
internal sealed record DigestsJson(IReadOnlyList<DigestJson> Digests);

/// <summary>A digest and what became of its last issue.</summary>
internal sealed record DigestJson(
    string Name, string List, string From, string Cron, string Zone, string Subject,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Intro,
    DateTimeOffset NextAt,
    [property: Description("When the last issue was due; left out before the first."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastAt,
    [property: Description("The post it became."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LastPost,
    [property: Description("Why it could not become one."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LastFault)
{
    public static DigestJson Of(DigestView view)
    {
        var digest = view.Digest;
        return new DigestJson(
            digest.Name, digest.List, digest.From, digest.Cron, digest.Zone, digest.Subject, digest.Intro, digest.NextAt,
            view.Last?.DueAt, view.Last?.Post?.ToString(), view.Last?.Fault);
    }
}
