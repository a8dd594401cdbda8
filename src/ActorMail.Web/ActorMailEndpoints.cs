using ActorMail.Web;
using ActorMail.Web.Access;
using ActorMail.Web.Cluster;
using ActorMail.Web.Digests;
using ActorMail.Web.Feeds;
using ActorMail.Web.Guest;
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
using ActorMail.Web.Preflight;
using ActorMail.Web.Problems;
using ActorMail.Web.Relays;
using ActorMail.Web.Requests;
using ActorMail.Web.SignUps;
using ActorMail.Web.Subscribers;
using ActorMail.Web.Triggers;
using ActorMail.Web.Unsubscribe;
using ActorMail.Web.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

// Where ASP.NET Core's own Map… methods are, so that an application finds it without a using.
namespace Microsoft.AspNetCore.Builder;

/// <summary>Everything ActorMail answers over HTTP.</summary>
public static class ActorMailEndpoints
{
    /// <summary>
    /// Maps the JSON API and the pages for readers and authors. In an application nothing is in its way: where both have the same
    /// address, the application's answers. Needs <c>AddActorMail</c>.
    /// </summary>
    /// <param name="configure">Who may use it and below which path. Default: API keys, at the root.</param>
    /// <exception cref="InvalidOperationException"><c>AddActorMail</c> was not called, or a policy does not exist.</exception>
    public static IEndpointConventionBuilder MapActorMail(this IEndpointRouteBuilder app, Action<DoorOptions>? configure = null)
    {
        var manners = app.ServiceProvider.GetService<DoorManners>()
            ?? throw new InvalidOperationException("MapActorMail needs what services.AddActorMail(...) adds; call that first.");
        var door = new DoorOptions();
        configure?.Invoke(door);
        door.Check(app.ServiceProvider);
        app.ServiceProvider.GetRequiredService<DoorPlace>().Put(door.Prefix);

        var all = app.MapGroup(door.Prefix);
        all.AddEndpointFilter(app.ServiceProvider.GetRequiredService<Failures>());
        all.CarryOutWhatArrived();
        if (!manners.WholeSite) all.AsGuest(door, app.ServiceProvider.GetRequiredService<KeyRing>());
        all.MapApi(manners);
        all.MapUnsubscribe();
        all.MapSignUp();
        all.MapConfirm();
        all.MapTriggers();
        all.MapInbox();
        all.MapLanding();
        if (!manners.WholeSite) return all;
        all.MapHooks();
        all.MapHealth();
        all.MapMetrics();
        all.MapDocument();
        return all;
    }

    /// <summary>Maps only the health addresses and the figures: for a node that sends and does not answer; needs <c>AddActorMailWeb</c>.</summary>
    internal static void MapActorMailHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealth();
        app.MapMetrics();
    }

    private static void MapApi(this RouteGroupBuilder all, DoorManners manners)
    {
        var api = all.MapGroup("/api").AddEndpointFilter<RefuseUnreadable>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPosts();
        api.MapSubscribers();
        api.MapSignUps();
        api.MapCluster();
        api.MapRelays();
        api.MapMailers();
        api.MapOperations();
        api.MapDigests();
        if (!manners.WholeSite) return;
        // The logs, the figures and other people's sites are the node's own, and a migration ends with the end of the process.
        api.MapLogs();
        api.MapFeeds();
        api.MapWebhooks();
        api.MapCheck();
        api.MapMigration();
    }
}
