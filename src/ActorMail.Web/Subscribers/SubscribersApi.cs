using ActorMail.Subscribers;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Subscribers;

/// <summary>Subscribers: add, list, read, change, erase.</summary>
internal static class SubscribersApi
{
    public static void MapSubscribers(this IEndpointRouteBuilder api)
    {
        var subscribers = api.MapGroup("/subscribers").WithTags("Subscribers");
        subscribers.MapPost("/", AddAsync).WithName("AddSubscriber").RequireAuthorization(Roles.Admin)
            .WithSummary("Adds a subscriber, or changes the one with the same address.");
        subscribers.MapGet("/", ListAsync).WithName("ListSubscribers").RequireAuthorization(Roles.Read)
            .WithSummary("Subscribers in the order they came; 'next' goes into 'after' to read on.");
        subscribers.MapGet("/{email}", ReadAsync).WithName("ReadSubscriber").RequireAuthorization(Roles.Read)
            .WithSummary("One subscriber.");
        subscribers.MapPatch("/{email}", ChangeAsync).WithName("ChangeSubscriber").RequireAuthorization(Roles.Admin)
            .WithSummary("Changes what is given and leaves the rest.");
        subscribers.MapDelete("/{email}", EraseAsync).WithName("EraseSubscriber").RequireAuthorization(Roles.Admin)
            .WithSummary("Erases address, name and attributes; the books of old posts still balance.");
        subscribers.MapImport();
        subscribers.MapExport();
    }

    private static async Task<Results<Created<SubscriberJson>, Ok<SubscriberJson>, ValidationProblem>> AddAsync(
        JsonBody<AddSubscriberRequest> body, ISubscriberStore store, HttpRequest request, CancellationToken cancel)
    {
        var faults = new FieldFaults();
        if (!EmailAddress.TryParse(body.Value.Email, out var email, out var reason)) faults.Add("email", reason);
        var isMember = email is not null && body.Value.Lists is null && await store.ReadAsync(email, cancel) is { Lists.Count: > 0 };
        var change = body.Value.ToChange(isMember, faults);
        if (email is null || !faults.None) return faults.Problem();
        var (reader, added) = await store.AddAsync(email, change, cancel);
        var json = SubscriberJson.Of(reader);
        return added
            ? TypedResults.Created($"{request.PathBase}/api/subscribers/{Uri.EscapeDataString(json.Email)}", json)
            : TypedResults.Ok(json);
    }

    private static async Task<Results<Ok<SubscriberPageJson>, ValidationProblem>> ListAsync(
        ISubscriberStore store, CancellationToken cancel,
        string? after = null, string? state = null, string? list = null, string? limit = null)
    {
        var faults = new FieldFaults();
        if (!Paging.TryCursor(after, out var from)) faults.Add("after", "must be the 'next' of an earlier answer");
        if (!Paging.TryLimit(limit, out var count)) faults.Add("limit", Paging.LimitFault);
        var filter = Filter(state, list, faults) with { After = from, Limit = count };
        if (!faults.None) return faults.Problem();
        var page = await store.ListAsync(filter, cancel);
        return TypedResults.Ok(new SubscriberPageJson(
            [.. page.Select(SubscriberJson.Of)], page.Count == count ? Paging.Cursor(page[^1].Id) : null));
    }

    public static SubscriberFilter Filter(string? state, string? list, FieldFaults faults)
    {
        var name = list;
        if (list is not null && !ListName.TryParse(list, out name, out var reason)) faults.Add("list", reason);
        return new SubscriberFilter(State: SubscriberWords.State(state, faults), List: name);
    }

    private static async Task<Results<Ok<SubscriberJson>, NotFoundProblem>> ReadAsync(
        string email, ISubscriberStore store, HttpRequest request, CancellationToken cancel) =>
        EmailAddress.TryParse(PathText.Of(request, email), out var address, out _) && await store.ReadAsync(address, cancel) is { } reader
            ? TypedResults.Ok(SubscriberJson.Of(reader))
            : NoSubscriber();

    private static async Task<Results<Ok<SubscriberJson>, ValidationProblem, NotFoundProblem>> ChangeAsync(
        string email, JsonBody<ChangeSubscriberRequest> body, ISubscriberStore store, HttpRequest request, CancellationToken cancel)
    {
        if (!EmailAddress.TryParse(PathText.Of(request, email), out var address, out _) || await store.ReadAsync(address, cancel) is not { } now)
            return NoSubscriber();
        var faults = new FieldFaults();
        var change = body.Value.ToChange(now.Lists, faults);
        if (!faults.None) return faults.Problem();
        return await store.ChangeAsync(address, change, cancel) is { } reader
            ? TypedResults.Ok(SubscriberJson.Of(reader))
            : NoSubscriber();
    }

    private static async Task<Results<NoContent, NotFoundProblem>> EraseAsync(
        string email, ISubscriberStore store, HttpRequest request, CancellationToken cancel) =>
        EmailAddress.TryParse(PathText.Of(request, email), out var address, out _) && await store.EraseAsync(address, cancel)
            ? TypedResults.NoContent()
            : NoSubscriber();

    private static NotFoundProblem NoSubscriber() => new("There is no subscriber with this address.");
}
