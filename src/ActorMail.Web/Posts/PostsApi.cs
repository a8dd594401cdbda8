using ActorMail.Posts;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using ActorMail.Web.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Posts;

/// <summary>Posts: publish, list, read and amend.</summary>
internal static class PostsApi
{
    public static void MapPosts(this IEndpointRouteBuilder api)
    {
        var posts = api.MapGroup("/posts").WithTags("Posts");
        posts.MapPost("/", PublishAsync).WithName("PublishPost").RequireAuthorization(Roles.Publish)
            .WithSummary("Stores a post and answers; its mails go out in the background.");
        posts.MapGet("/", ListAsync).WithName("ListPosts").RequireAuthorization(Roles.Read)
            .WithSummary("The newest posts first; 'next' goes into 'before' to read on.");
        posts.MapGet("/{id}", ReadAsync).WithName("ReadPost").RequireAuthorization(Roles.Read)
            .WithSummary("A post and how far it is.");
        posts.MapPut("/{id}", AmendAsync).WithName("AmendPost").RequireAuthorization(Roles.Publish)
            .WithSummary("Replaces the content of a draft, scheduled or paused post.");
        posts.MapPostCommands();
        posts.MapTriggerTokens();
        posts.MapPostEvents();
        posts.MapDeliveries();
        posts.MapResolve();
    }

    private static async Task<Results<
        Accepted<PostRefJson>, ValidationProblem, ConflictProblem, UnavailableProblem>> PublishAsync(
        JsonBody<PublishRequest> body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, IActorMail mail,
        HttpContext context, CancellationToken cancel)
    {
        var faults = new FieldFaults();
        // They would be joined to one key, which nobody meant.
        if (context.Request.Headers["Idempotency-Key"].Count is > 1 and var times)
            faults.Add("Idempotency-Key", $"comes {times} times; give one");
        if (body.Value.ToNewPost(idempotencyKey, faults) is not { } wish) return faults.Problem();
        switch (await mail.PublishAsync(wish, cancel))
        {
            case PostAnswer.Stored(var post):
                return Accepted(context, post);
            case PostAnswer.Repeated(var post):
                context.Response.Headers["Idempotent-Replayed"] = "true";
                return Accepted(context, post);
            case var refused:
                return PostAnswers.Refusal(refused) switch
                {
                    ValidationProblem problem => problem,
                    ConflictProblem problem => problem,
                    UnavailableProblem problem => problem,
                    var other => throw new InvalidOperationException($"A publish is not refused with {other.GetType().Name}."),
                };
        }
    }

    private static Accepted<PostRefJson> Accepted(HttpContext context, Post post) =>
        TypedResults.Accepted($"{context.Request.PathBase}/api/posts/{post.Id}", new PostRefJson(post.Id.ToString(), post.Status));

    private static async Task<Results<Ok<PostPageJson>, ValidationProblem>> ListAsync(
        IPostStore store, IActorMail mail, CancellationToken cancel, string? before = null, string? limit = null)
    {
        PostId? from = null;
        if (before is not null)
        {
            if (!PostId.TryParse(before, out var id)) return FieldFaults.One("before", "must be the id of a post");
            from = id;
        }

        if (!Paging.TryLimit(limit, out var count)) return FieldFaults.One("limit", Paging.LimitFault);
        var page = await store.ListAsync(from, count, cancel);
        var posts = await PostFigures.OfAsync(page, mail, cancel);
        return TypedResults.Ok(new PostPageJson(posts, page.Count == count ? page[^1].Id.ToString() : null));
    }

    private static async Task<Results<Ok<PostJson>, NotFoundProblem>> ReadAsync(
        string id, IActorMail mail, CancellationToken cancel) =>
        PostId.TryParse(id, out var post) && await mail.ReadAsync(post, cancel) is { } view
            ? TypedResults.Ok(PostJson.Of(view))
            : PostAnswers.NoPost(id);

    private static async Task<Results<
        Ok<PostJson>, ValidationProblem, NotFoundProblem, ConflictProblem, UnavailableProblem>> AmendAsync(
        string id, JsonBody<AmendRequest> body, IActorMail mail, CancellationToken cancel)
    {
        if (!PostId.TryParse(id, out var post)) return PostAnswers.NoPost(id);
        var faults = new FieldFaults();
        var at = PostMoments.Read(body.Value.PublishAt, faults);
        if (!faults.None) return faults.Problem();
        return await PostCommandsApi.AnswerAsync(await mail.AmendAsync(post, body.Value.ToContent(), at, cancel), mail, cancel);
    }
}
