using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Delivery;
using ActorMail.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Relays;

/// <summary>The answering node's mailers.</summary>
internal static class MailersApi
{
    public static void MapMailers(this IEndpointRouteBuilder api) =>
        api.MapGet("/mailers", ListAsync).WithTags("Relays").WithName("ListMailers").RequireAuthorization(Roles.Read)
            .WithSummary("The answering node's mailers, one for each connection, and what each does now.");

    private static async Task<Ok<MailersJson>> ListAsync(IMailerWatch watch, CancellationToken cancel) =>
        TypedResults.Ok(new MailersJson([.. (await watch.LookAsync(cancel)).Mailers.Select(MailerJson.Of)]));
}

/// <summary>The answer of <c>GET /api/mailers</c>.</summary>
internal sealed record MailersJson(IReadOnlyList<MailerJson> Mailers);

/// <summary>One mailer of this node.</summary>
internal sealed record MailerJson(
    [property: Description("Counts the node's mailers from 1.")] int Slot,
    string Relay,
    [property: Description("down (waiting for its back-off), asleep (no session), connecting, free, asking or sending.")] string State,
    [property: Description("When it came into this state.")] DateTimeOffset Since,
    [property: Description("The post of its message; left out when it has none."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Post)
{
    public static MailerJson Of(MailerState mailer) =>
        new(mailer.Slot, mailer.Relay, mailer.State, mailer.Since, mailer.Post?.ToString());
}
