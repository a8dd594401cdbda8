using ActorMail.Posts;
using ActorMail.Web.Access;
using ActorMail.Web.Inbox;
using ActorMail.Web.Pages;
using ActorMail.Web.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Landing;

/// <summary>What a browser sees first: the newest posts with their figures, and how to publish one.</summary>
internal static class LandingPage
{
    private const int Newest = 20;

    public static void MapLanding(this IEndpointRouteBuilder app) =>
        app.MapGet("/", ShowAsync).RequireAuthorization(Roles.Read).ExcludeFromDescription();

    private static async Task<IResult> ShowAsync(
        IPostStore store, IActorMail mail, HttpContext context, CancellationToken cancel)
    {
        var inbox = InboxPages.IsThere(context.RequestServices);
        var posts = await PostFigures.OfAsync(await store.ListAsync(null, Newest, cancel), mail, cancel);
        var moving = posts.Any(post => post.Status is PostStatus.Sending);
        return new Page("ActorMail", $"""
            {Layout.Top(inbox)}
            <main>
            <h1>Posts</h1>
            {(posts.Count == 0
                ? "<div class=\"sheet empty\">No post yet. Publish the first one as shown below.</div>"
                : $"<ul class=\"sheet rows\">{string.Concat(posts.Select(PostRow.Html))}</ul>")}
            {HowTo(context.Request)}
            </main>
            """, refresh: moving ? 2 : null);
    }

    private static string HowTo(HttpRequest request)
    {
        var here = Page.Text($"{request.Scheme}://{request.Host}{request.PathBase}");
        return $$"""
            <h2>Publish</h2>
            <div class="sheet"><pre>actormail publish post.md --url {{here}} --subject "Hello" --list default

            curl {{here}}/api/posts -H 'Content-Type: application/json' \
              -d '{"subject": "Hello", "markdown": "# Hello\n\nA first post."}'</pre></div>
            <h2>Import readers</h2>
            <div class="sheet"><pre>curl {{here}}/api/subscribers/import -H 'Content-Type: text/csv' --data-binary @readers.csv</pre></div>
            """;
    }
}
