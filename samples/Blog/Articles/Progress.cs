using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ActorMail;
using ActorMail.Posts;
using Blog.Author;

namespace Blog.Articles;

/// <summary>What the page shows while mails go out.</summary>
public sealed record Progress(string Status, long Audience, long Decided, long Accepted, double PerSecond)
{
    public static Progress Of(PostView view) => new(
        view.Post.Status.ToString().ToLowerInvariant(), view.Totals.Audience, view.Totals.Decided, view.Totals.Accepted,
        Math.Round(view.RatePerSecond));
}

/// <summary>A post's progress as server-sent events, for the author's page.</summary>
internal static class ProgressEvents
{
    public static void MapProgress(this IEndpointRouteBuilder app) =>
        app.MapGet("/author/progress/{post}", (string post, IActorMail mail, CancellationToken cancel) =>
            PostId.TryParse(post, out var id)
                ? Results.ServerSentEvents(EventsAsync(mail, id, cancel))
                : Results.NotFound()).RequireAuthorization(AuthorLogin.Policy);

    private static async IAsyncEnumerable<SseItem<Progress>> EventsAsync(
        IActorMail mail, PostId post, [EnumeratorCancellation] CancellationToken cancel)
    {
        Progress? last = null;
        await foreach (var view in mail.WatchAsync(post, cancel)) yield return new SseItem<Progress>(last = Progress.Of(view), "progress");
        // The browser would ask again for ever unless it is told that this was all.
        if (last is not null) yield return new SseItem<Progress>(last, "end");
    }
}
