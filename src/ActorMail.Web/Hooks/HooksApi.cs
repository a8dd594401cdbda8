using ActorMail.Feeds;
using ActorMail.Hooks;
using ActorMail.Options;
using ActorMail.Posts;
using ActorMail.Web.Posts;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Hooks;

/// <summary>
/// Where blogs tell of what they publish. The signature is the only key, looked at before anything is read; the same article told
/// again, by the blog or by an eavesdropper, makes no second post.
/// </summary>
internal static class HooksApi
{
    private const int MaxBytes = 4 * 1024 * 1024;

    public static void MapHooks(this IEndpointRouteBuilder app) =>
        app.MapPost("/hooks/{name}", TakeAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> TakeAsync(
        string name, HttpRequest request, [FromServices] ActorMailOptions options, [FromServices] IArticleCleaner cleaner,
        [FromServices] IActorMail mail, [FromServices] TimeProvider time, CancellationToken cancel)
    {
        if (options.ToHooks().FirstOrDefault(hook => hook.Name == name.ToLowerInvariant()) is not { } hook)
            return new NotFoundProblem("There is no such hook.");
        if (BodyForm.PackedFault(request) is { } packed) return new MediaTypeProblem(packed);
        if (await LimitedBody.ReadAsync(request, MaxBytes, cancel) is not { } body)
            return new TooLargeProblem($"The body is larger than {MaxBytes} bytes (4 MiB).");
        if (HookSignature.Fault(hook, header => request.Headers[header].ToString(), body.Span, time.GetUtcNow()) is { } fault)
            return new NotSignedProblem($"Not taken: {fault}.");
        return HookArticle.Read(hook.Kind, body) switch
        {
            HookArticle.Unreadable(var why) => new BadRequestProblem(why),
            HookArticle.Ignored(var why) => TypedResults.Ok(new HookJson("ignored", null, why)),
            HookArticle.Published article => Answer(await mail.PublishAsync(Post(hook, article, cleaner), cancel)),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no reading."),
        };
    }

    /// <summary>The article's id and the moment it was published name the post: an edit tells nobody again, a new publication does.</summary>
    private static NewPost Post(HookSettings hook, HookArticle.Published article, IArticleCleaner cleaner)
    {
        var item = cleaner.Clean(article.Id, article.Title, article.Html, article.Link, article.At);
        var key = $"hook:{hook.Name}:{FeedItem.Hash($"{article.Id} {article.At?.ToUnixTimeSeconds()}")}";
        return ArticlePost.Of(item, hook.List, hook.Draft, key);
    }

    private static IResult Answer(PostAnswer answer) => answer switch
    {
        PostAnswer.Stored(var post) => TypedResults.Accepted($"/api/posts/{post.Id}", new HookJson("published", post.Id.ToString(), null)),
        PostAnswer.Repeated(var post) => TypedResults.Ok(new HookJson("known", post.Id.ToString(), null)),
        PostAnswer.KeyTaken(var by) => TypedResults.Ok(new HookJson("known", by.ToString(), null)),
        _ => PostAnswers.Refusal(answer),
    };
}

/// <summary>What became of an article.</summary>
/// <param name="Result"><c>published</c>, <c>known</c> or <c>ignored</c>.</param>
internal sealed record HookJson(string Result, string? Post, string? Why);

internal sealed class NotSignedProblem(string detail) : NamedProblem(401, detail);
