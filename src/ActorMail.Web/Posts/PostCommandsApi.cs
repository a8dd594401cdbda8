using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Posts;

/// <summary>Commands about one post: publish, pause, resume, cancel, retry, test.</summary>
internal static class PostCommandsApi
{
    public static void MapPostCommands(this IEndpointRouteBuilder posts)
    {
        Map(posts, "publish", "Publishes a draft: at its publishAt when that is to come, else now. A scheduled post is sent now.",
            (mail, id, cancel) => mail.PublishAsync(id, cancel));
        Map(posts, "pause", "Stops sending; once answered no new message starts.", (mail, id, cancel) => mail.PauseAsync(id, cancel));
        Map(posts, "resume", "Goes on with a paused post.", (mail, id, cancel) => mail.ResumeAsync(id, cancel));
        Map(posts, "cancel", "Stops for good; once answered no new message starts.", (mail, id, cancel) => mail.CancelAsync(id, cancel));
        posts.MapPost("/{id}/retry", RetryAsync).WithName("RetryPost").RequireAuthorization(Roles.Publish)
            .WithSummary("Sends again to those who did not get it.");
        posts.MapPost("/{id}/test", TestAsync).WithName("TestPost").RequireAuthorization(Roles.Publish)
            .WithSummary("Sends one letter of the post to one address, outside the books.");
    }

    public static async Task<Results<
        Ok<PostJson>, ValidationProblem, NotFoundProblem, ConflictProblem, UnavailableProblem>> AnswerAsync(
        PostAnswer answer, IActorMail mail, CancellationToken cancel)
    {
        if (answer is PostAnswer.Done(var post, var inFlight, _))
        {
            // The figures may be newer than the answer, the post and what was in flight are the answer's own.
            var view = await mail.ReadAsync(post.Id, cancel);
            return TypedResults.Ok(view is null
                ? PostJson.Of(post)
                : PostJson.Of(view with { Post = post, InFlight = inFlight }));
        }

        return PostAnswers.Refusal(answer) switch
        {
            ValidationProblem problem => problem,
            NotFoundProblem problem => problem,
            ConflictProblem problem => problem,
            UnavailableProblem problem => problem,
            var other => throw new InvalidOperationException($"A command is not refused with {other.GetType().Name}."),
        };
    }

    private static void Map(
        IEndpointRouteBuilder posts, string verb, string summary,
        Func<IActorMail, PostId, CancellationToken, Task<PostAnswer>> command) =>
        posts.MapPost($"/{{id}}/{verb}", async Task<Results<
        Ok<PostJson>, ValidationProblem, NotFoundProblem, ConflictProblem, UnavailableProblem>> (
                string id, IActorMail mail, CancellationToken cancel) =>
                PostId.TryParse(id, out var post)
                    ? await AnswerAsync(await command(mail, post, cancel), mail, cancel)
                    : PostAnswers.NoPost(id))
            .WithName($"{char.ToUpperInvariant(verb[0])}{verb[1..]}PostById")
            .RequireAuthorization(Roles.Publish).WithSummary(summary);

    private static async Task<Results<
        Ok<RetryJson>, ValidationProblem, NotFoundProblem, ConflictProblem, UnavailableProblem>> RetryAsync(
        string id, [MayBeMissing] JsonBody<RetryRequest> body, IActorMail mail, CancellationToken cancel)
    {
        if (!PostId.TryParse(id, out var post)) return PostAnswers.NoPost(id);
        var faults = new FieldFaults();
        var outcomes = body.Value.ToOutcomes(faults);
        if (!faults.None) return faults.Problem();
        var answer = await mail.RetryAsync(post, outcomes, cancel);
        if (answer is PostAnswer.Done(var now, _, var requeued))
            return TypedResults.Ok(new RetryJson(now.Id.ToString(), now.Status, requeued));
        return PostAnswers.Refusal(answer) switch
        {
            ValidationProblem problem => problem,
            NotFoundProblem problem => problem,
            ConflictProblem problem => problem,
            UnavailableProblem problem => problem,
            var other => throw new InvalidOperationException($"A retry is not refused with {other.GetType().Name}."),
        };
    }

    private static async Task<Results<Ok<TestMailJson>, ValidationProblem, NotFoundProblem>> TestAsync(
        string id, JsonBody<TestRequest> body, IActorMail mail, CancellationToken cancel)
    {
        if (!PostId.TryParse(id, out var post)) return PostAnswers.NoPost(id);
        if (!EmailAddress.TryParse(body.Value.Email, out var email, out var reason)) return FieldFaults.One("email", reason);
        var answer = await mail.SendTestAsync(post, email, cancel);
        return answer.Found ? TypedResults.Ok(new TestMailJson(answer.Accepted, answer.Outcome)) : PostAnswers.NoPost(id);
    }
}
