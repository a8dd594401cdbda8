using System.Globalization;
using System.Runtime.CompilerServices;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using ActorMail.Web.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace ActorMail.Web.Posts;

/// <summary>A post's deliveries: all of them as a stream, or one explained.</summary>
internal static class DeliveriesApi
{
    private const int PageSize = 1000;

    public static void MapDeliveries(this IEndpointRouteBuilder posts)
    {
        posts.MapGet("/{id}/deliveries", ListAsync).WithName("ListDeliveries").RequireAuthorization(Roles.Read)
            .WithSummary("Every delivery as NDJSON, or as CSV when text/csv is accepted; 'after' takes the last address seen, or the "
                + "'place' of the last line. Readers a cancelled post never reached are counted in its totals, not listed.")
            .AddOpenApiOperationTransformer(BothFormsAsync);
        posts.MapGet("/{id}/deliveries/{email}", ExplainAsync).WithName("ExplainDelivery").RequireAuthorization(Roles.Read)
            .WithSummary("Why a reader did or did not get the post: every step.");
    }

    private static async Task<Results<NdjsonStream<DeliveryJson>, CsvStream, ValidationProblem, NotFoundProblem>> ListAsync(
        string id, IPostStore posts, IDeliveryLog log, ISubscriberStore subscribers, HttpRequest request, CancellationToken cancel,
        string? outcome = null, string? after = null, string? limit = null)
    {
        if (!PostId.TryParse(id, out var post) || await posts.ReadAsync(post, cancel) is null) return PostAnswers.NoPost(id);
        var faults = new FieldFaults();
        var only = default(OutcomeName);
        if (outcome is not null && !OutcomeWords.TryParse(outcome, out only)) faults.Add("outcome", $"is none of {OutcomeWords.All}");
        var last = await PlaceAsync(after, subscribers, faults, cancel);
        var most = long.MaxValue;
        if (limit is not null && (!long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most == 0))
            faults.Add("limit", "must be a number above 0");
        if (!faults.None) return faults.Problem();

        var lines = LinesAsync(log, post, outcome is null ? null : only, last, most, cancel);
        return AcceptedForm.IsCsv(request, NdjsonStream<DeliveryJson>.ContentType)
            ? new CsvStream($"deliveries-{post}.csv", DeliveryJson.Columns, lines.Select(line => line.ToRow()))
            : new NdjsonStream<DeliveryJson>(lines);
    }

    private static async Task<SubscriberId?> PlaceAsync(
        string? after, ISubscriberStore subscribers, FieldFaults faults, CancellationToken cancel)
    {
        if (Paging.TryCursor(after, out var place)) return place;
        if (EmailAddress.TryParse(after, out var email, out _) && await subscribers.ReadAsync(email, cancel) is { } reader) return reader.Id;
        faults.Add("after", "must be the address of a subscriber, or the 'place' of a line");
        return null;
    }

    private static async IAsyncEnumerable<DeliveryJson> LinesAsync(
        IDeliveryLog log, PostId post, OutcomeName? outcome, SubscriberId? after, long most,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        while (most > 0)
        {
            var size = (int)Math.Min(PageSize, most);
            var page = await log.ListAsync(post, outcome, after, size, cancel);
            foreach (var line in page) yield return DeliveryJson.Of(line);
            if (page.Count < size) yield break;
            after = page[^1].Subscriber;
            most -= page.Count;
        }
    }

    /// <summary>Of two forms with one status the describer keeps one.</summary>
    private static async Task BothFormsAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(DeliveryJson), cancellationToken: cancel);
        context.Document!.AddComponent(nameof(DeliveryJson), schema);
        operation.Responses!["200"].Content?.TryAdd(
            NdjsonStream<DeliveryJson>.ContentType,
            new OpenApiMediaType { Schema = new OpenApiSchemaReference(nameof(DeliveryJson), context.Document) });
    }

    private static async Task<Results<Ok<ExplanationJson>, ValidationProblem, NotFoundProblem>> ExplainAsync(
        string id, string email, IPostStore posts, IDeliveryLog log, HttpRequest request, CancellationToken cancel)
    {
        if (!PostId.TryParse(id, out var post) || await posts.ReadAsync(post, cancel) is null) return PostAnswers.NoPost(id);
        if (!EmailAddress.TryParse(PathText.Of(request, email), out var address, out var reason)) return FieldFaults.One("email", reason);
        return await log.ExplainAsync(post, address, cancel) is { } told
            ? TypedResults.Ok(ExplanationJson.Of(told))
            : new NotFoundProblem("This address is not in the post's audience.");
    }
}
