using ActorMail.Options;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using ActorMail.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Webhooks;

/// <summary>Who is told what, and what became of each message. For the admin only: an address may hold a secret.</summary>
internal static class WebhooksApi
{
    private const string NoEndpoint = "There is no such endpoint; GET /api/webhooks shows them.";

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").WithTags("Webhooks").RequireAuthorization(Roles.Admin);
        webhooks.MapGet("/", ListAsync).WithName("ListWebhooks").WithSummary("The endpoints, and how their messages stand.");
        webhooks.MapGet("/messages", MessagesAsync).WithName("ListWebhookMessages")
            .WithSummary("The newest messages first: pending, delivered or failed.");
        webhooks.MapPost("/test", TestAsync).WithName("TestWebhooks")
            .WithSummary("Sends a webhook.test to one endpoint, or to all, at once, and gives their answers.");
        webhooks.MapPost("/retry", RetryAsync).WithName("RetryWebhooks")
            .WithSummary("Tells an endpoint again: what was given up is due now, and it is enabled if it was not.");
    }

    private static async Task<Ok<EndpointsJson>> ListAsync([FromServices] IWebhookWatch watch, CancellationToken cancel) =>
        TypedResults.Ok(new EndpointsJson([.. (await watch.ListAsync(cancel)).Select(EndpointJson.Of)]));

    private static async Task<Results<Ok<MessagesJson>, ValidationProblem>> MessagesAsync(
        [FromServices] IWebhookWatch watch, CancellationToken cancel, string? state = null, string? limit = null)
    {
        if (!Paging.TryLimit(limit, out var count)) return FieldFaults.One("limit", Paging.LimitFault);
        WebhookState? wanted = null;
        if (state is not null)
        {
            if (!Enum.TryParse<WebhookState>(state, ignoreCase: true, out var named) || !Enum.IsDefined(named))
                return FieldFaults.One("state", "must be one of pending, delivered, failed");
            wanted = named;
        }

        return TypedResults.Ok(new MessagesJson([.. (await watch.MessagesAsync(wanted, count, cancel)).Select(MessageJson.Of)]));
    }

    /// <summary>Past the outbox, from the node that was asked, so that the caller sees what the endpoint says.</summary>
    private static async Task<Results<Ok<TestedJson>, NotFoundProblem>> TestAsync(
        [MayBeMissing] JsonBody<EndpointRequest> body, [FromServices] ActorMailOptions options, [FromServices] IWebhookSender sender,
        [FromServices] TimeProvider time, CancellationToken cancel)
    {
        var endpoints = options.ToWebhooks().Where(endpoint => body.Value.Url is null || Same(endpoint.Url, body.Value.Url)).ToList();
        if (endpoints.Count == 0)
            return new NotFoundProblem(body.Value.Url is null ? "No endpoint is configured (ActorMail:Webhooks)." : NoEndpoint);
        var results = await Task.WhenAll(endpoints.Select(async endpoint =>
        {
            var message = new WebhookMessage(0, $"msg_{Guid.NewGuid():N}", WebhookEventNames.Test, time.GetUtcNow());
            return TestResultJson.Of(endpoint.Url, await sender.SendAsync(endpoint, message, cancel));
        }));
        return TypedResults.Ok(new TestedJson(results));
    }

    private static async Task<Results<Ok<RetriedJson>, ValidationProblem, NotFoundProblem>> RetryAsync(
        JsonBody<EndpointRequest> body, [FromServices] IWebhookWatch watch, CancellationToken cancel)
    {
        if (!Uri.TryCreate(body.Value.Url, UriKind.Absolute, out var url))
            return FieldFaults.One("url", "missing; give an endpoint's address as GET /api/webhooks shows it");
        return await watch.RetryAsync(url, cancel) is { } due
            ? TypedResults.Ok(new RetriedJson(url.AbsoluteUri, due))
            : new NotFoundProblem(NoEndpoint);
    }

    private static bool Same(Uri url, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var other) && other.AbsoluteUri == url.AbsoluteUri;
}
