using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Delivery;
using ActorMail.Relays;
using ActorMail.Web.Access;
using ActorMail.Web.Posts;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Relays;

/// <summary>The answering node's relays.</summary>
internal static class RelaysApi
{
    public static void MapRelays(this IEndpointRouteBuilder api)
    {
        api.MapGet("/relays", ListAsync).WithTags("Relays").WithName("ListRelays").RequireAuthorization(Roles.Read)
            .WithSummary("The answering node's relays, and what its connections to them do now.");
        api.MapPost("/relays/{name}/resume", Resume).WithTags("Relays").WithName("ResumeRelay").RequireAuthorization(Roles.Publish)
            .WithSummary("Lets every node use a paused or waiting relay again: one message tries it first.");
    }

    private static Results<Accepted, NotFoundProblem> Resume(string name, IRelayResumption resumption) =>
        resumption.Resume(name) ? TypedResults.Accepted((string?)null) : new NotFoundProblem($"There is no relay named '{name}'.");

    private static async Task<Ok<RelaysJson>> ListAsync(IMailerWatch watch, CancellationToken cancel) =>
        TypedResults.Ok(new RelaysJson([.. (await watch.LookAsync(cancel)).Relays.Select(RelayJson.Of)]));
}

/// <summary>The answer of <c>GET /api/relays</c>.</summary>
internal sealed record RelaysJson(IReadOnlyList<RelayJson> Relays);

/// <summary>One relay as this node uses it.</summary>
internal sealed record RelayJson(
    string Name,
    string Host,
    int Port,
    [property: Description("Why it cannot be used now; left out when it can, or was not tried yet."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fault,
    [property: Description("Sessions that are open.")] int Open,
    [property: Description("Messages on the wire.")] int Sending,
    [property: Description("Sessions allowed by its configuration.")] int Connections,
    [property: Description("open (in use), waiting (left alone for a while), probing (one message tries it), paused (by a reply that says so), "
        + "usedUp (its messages of today are sent) or retiring (taken out of the configuration)."),
        JsonConverter(typeof(LowerCase<RelayUse>))] RelayUse State,
    [property: Description("When it is tried or used again; left out when it is in use, or paused until a person resumes it."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Until,
    [property: Description("Sessions it is given now: fewer than connections while it warms up or complains.")] int Allowed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Weight,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? MessagesPerSecond,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MessagesPerDay,
    [property: Description("Messages of today all nodes took of messagesPerDay, as far as this one knows."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? UsedToday)
{
    public static RelayJson Of(RelayState relay) => new(
        relay.Name, relay.Host, relay.Port, relay.Fault, relay.Open, relay.Sending, relay.Connections, relay.Use, relay.Until,
        relay.Allowed, relay.Weight, relay.MessagesPerSecond, relay.MessagesPerDay, relay.UsedToday);
}
