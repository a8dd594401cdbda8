using ActorMail.Web.Cluster;
using ActorMail.Web.Digests;
using ActorMail.Web.Feeds;
using ActorMail.Web.Health;
using ActorMail.Web.Hooks;
using ActorMail.Web.Inbox;
using ActorMail.Web.Landing;
using ActorMail.Web.Logs;
using ActorMail.Web.Metrics;
using ActorMail.Web.Migration;
using ActorMail.Web.OpenApi;
using ActorMail.Web.Operations;
using ActorMail.Web.Posts;
using ActorMail.Web.Problems;
using ActorMail.Web.Relays;
using ActorMail.Web.Requests;
using ActorMail.Web.Subscribers;
using ActorMail.Web.Triggers;
using ActorMail.Web.Unsubscribe;
using ActorMail.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Web;

/// <summary>Everything ActorMail answers over HTTP.</summary>
public static class ActorMailEndpoints
{
    /// <summary>Maps only the health addresses and the figures: for a node that sends and does not answer; needs <c>AddActorMailWeb</c>.</summary>
    public static void MapActorMailHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealth();
        app.MapMetrics();
    }

    /// <summary>Maps the JSON API, the pages, the health addresses and the OpenAPI document; needs <c>AddActorMailWeb</c>.</summary>
    public static IEndpointConventionBuilder MapActorMail(this IEndpointRouteBuilder app)
    {
        var all = app.MapGroup("");
        all.AddEndpointFilter(app.ServiceProvider.GetRequiredService<Failures>());
        var api = all.MapGroup("/api").AddEndpointFilter<RefuseUnreadable>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPosts();
        api.MapSubscribers();
        api.MapCluster();
        api.MapRelays();
        api.MapMailers();
        api.MapOperations();
        api.MapLogs();
        api.MapMigration();
        api.MapDigests();
        all.MapUnsubscribe();
        all.MapTriggers();
        api.MapFeeds();
        api.MapWebhooks();
        all.MapHooks();
        all.MapInbox();
        all.MapLanding();
        all.MapHealth();
        all.MapMetrics();
        all.MapDocument();
        return all;
    }
}
