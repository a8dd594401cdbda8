using System.Runtime.CompilerServices;
using ActorMail.Subscribers;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Subscribers;

/// <summary>
/// Subscribers as CSV that an import reads back: a row for each list a reader is on. An active reader on no list left the last
/// one by a link in a letter and is left out, because an import would put them on a list again.
/// </summary>
internal static class ExportApi
{
    private const int PageSize = 1000;

    public static void MapExport(this IEndpointRouteBuilder subscribers) =>
        subscribers.MapGet("/export", ExportAsync).WithName("ExportSubscribers").RequireAuthorization(Roles.Read)
            .WithSummary("Subscribers as CSV, a row for each membership; an import reads it back, "
                + "if no row has more than 1,000 columns or 64 KiB.");

    private static async Task<Results<CsvStream, ValidationProblem>> ExportAsync(
        ISubscriberStore store, CancellationToken cancel, string? list = null, string? state = null)
    {
        var faults = new FieldFaults();
        var filter = SubscribersApi.Filter(state, list, faults) with { Limit = PageSize };
        if (!faults.None) return faults.Problem();
        var attributes = await AttributesAsync(store, filter, cancel);
        return new CsvStream("subscribers.csv", [.. SubscriberFields.Columns, .. attributes], RowsAsync(store, filter, attributes, cancel));
    }

    /// <summary>A first reading finds the columns, so that the second can stream.</summary>
    private static async Task<string[]> AttributesAsync(ISubscriberStore store, SubscriberFilter filter, CancellationToken cancel)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var reader in AllAsync(store, filter, cancel)) names.UnionWith(reader.Attributes.Keys);
        return [.. names.Except(SubscriberFields.Columns)];
    }

    private static async IAsyncEnumerable<IEnumerable<string?>> RowsAsync(
        ISubscriberStore store, SubscriberFilter filter, string[] attributes, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var reader in AllAsync(store, filter, cancel))
        {
            var lists = filter.List is { } only ? [only] : reader.Lists;
            if (lists.Count == 0 && reader.State != SubscriberState.Active) lists = [""];
            foreach (var list in lists)
            {
                yield return
                [
                    reader.Email.ToString(), reader.Name, list, reader.State.ToString().ToLowerInvariant(),
                    .. attributes.Select(name => reader.Attributes.GetValueOrDefault(name)),
                ];
            }
        }
    }

    private static async IAsyncEnumerable<Subscriber> AllAsync(
        ISubscriberStore store, SubscriberFilter filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var page = await store.ListAsync(filter, cancel); page.Count > 0; page = await store.ListAsync(filter, cancel))
        {
            foreach (var reader in page) yield return reader;
            if (page.Count < filter.Limit) yield break;
            filter = filter with { After = page[^1].Id };
        }
    }
}
