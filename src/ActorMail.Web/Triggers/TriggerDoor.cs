using ActorMail.Options;
using ActorMail.Posts;
using ActorMail.Tokens;
using ActorMail.Web.Posts;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Triggers;

/// <summary>
/// Publishes the draft a token names: a page posts to it with <c>fetch</c> or <c>sendBeacon</c>, or shows it as an image. The token
/// is the whole right, so any origin may come, and what a browser knows of its user is not looked at. Repeating it does nothing.
/// </summary>
internal static class TriggerDoor
{
    private static readonly byte[] OnePixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static readonly string[] Others = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    public static void MapTriggers(this IEndpointRouteBuilder app)
    {
        var triggers = app.MapGroup("/t").AllowAnonymous().ExcludeFromDescription();
        triggers.MapMethods("/{token}.gif", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        triggers.MapPost("/{token}", PublishAsync);
        // The framework would say 404 here: the image's address fits the method, though not the path.
        triggers.MapMethods("/{token}", Others, () => new MethodProblem(
            HttpMethods.Post, "A trigger takes a POST; the address of its image ends in .gif."));
    }

    private static async Task<IResult> PublishAsync(
        string token, TriggerTokens tokens, IActorMail mail, TimeProvider time, HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.CacheControl = "no-store";
        if (Fault(tokens, token, time, out var post) is { } fault) return fault;
        var answer = await mail.TriggerAsync(post);
        return answer is PostAnswer.Done { Post: var now }
            ? TypedResults.Json(new PostRefJson(now.Id.ToString(), now.Status), statusCode: StatusCodes.Status202Accepted)
            : PostAnswers.Refusal(answer);
    }

    private static async Task<IResult> ShowAsync(
        string token, TriggerTokens tokens, ActorMailOptions options, IActorMail mail, TimeProvider time, HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (!options.Triggers.Image)
            return new NotFoundProblem("Images publish nothing here: ActorMail:Triggers:Image is off.");
        if (Fault(tokens, token, time, out var post) is { } fault) return fault;
        // Who only asks what there is, or fetches what its user may want later, publishes nothing.
        if (HttpMethods.IsHead(context.Request.Method)) return TypedResults.Bytes(OnePixel, "image/gif");
        if (context.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase))
            return TypedResults.NoContent();
        var answer = await mail.TriggerAsync(post);
        return answer is PostAnswer.Done
            ? TypedResults.Bytes(OnePixel, "image/gif")
            : PostAnswers.Refusal(answer);
    }

    private static IResult? Fault(TriggerTokens tokens, string token, TimeProvider time, out PostId post) =>
        !tokens.TryOpen(token, out post, out var until) ? new NotFoundProblem("This trigger is not one of this installation.")
        : until <= time.GetUtcNow() ? new GoneProblem("This trigger has expired.")
        : null;
}
