using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ActorMail.Posts;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Posts;

/// <summary>A post's progress as server-sent events: "progress" at each change, "end" when it is finished.</summary>
internal static class PostEvents
{
    public static void MapPostEvents(this IEndpointRouteBuilder posts) =>
        posts.MapGet("/{id}/events", WatchAsync).WithName("WatchPost").RequireAuthorization(Roles.Read)
            .WithSummary("Events 'progress' with the post at each change, and 'end' when it is finished.");

    private static async Task<Results<ServerSentEventsResult<PostJson>, NotFoundProblem>> WatchAsync(
        string id, IActorMail mail, CancellationToken cancel) =>
        PostId.TryParse(id, out var post) && await mail.ReadAsync(post, cancel) is not null
            ? TypedResults.ServerSentEvents(EventsAsync(mail, post, cancel))
            : PostAnswers.NoPost(id);

    private static async IAsyncEnumerable<SseItem<PostJson>> EventsAsync(
        IActorMail mail, PostId post, [EnumeratorCancellation] CancellationToken cancel)
    {
        PostJson? last = null;
        await foreach (var view in mail.WatchAsync(post, cancel))
        {
            last = PostJson.Of(view);
            yield return new SseItem<PostJson>(last, "progress");
        }

        if (last is not null && !cancel.IsCancellationRequested) yield return new SseItem<PostJson>(last, "end");
    }
}
