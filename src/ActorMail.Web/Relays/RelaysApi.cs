using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Delivery;
using ActorMail.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Relays;

/// <summary>The answering node's relays.</summary>
internal static class RelaysApi
{
    public static void MapRelays(this IEndpointRouteBuilder api) =>
        api.MapGet("/relays", ListAsync).WithTags("Relays").WithName("ListRelays").RequireAuthorization(Roles.Read)
            .WithSummary("The answering node's relays, and what its connections to them do now.");

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
    [property: Description("Sessions allowed.")] int Connections)
{
    public static RelayJson Of(RelayState relay) =>
        new(relay.Name, relay.Host, relay.Port, relay.Fault, relay.Open, relay.Sending, relay.Connections);
}
