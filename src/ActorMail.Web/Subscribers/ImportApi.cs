using ActorMail.Options;
using ActorMail.Subscribers;
using ActorMail.Web.Access;
using ActorMail.Web.Csv;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using ActorMail.Web.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Subscribers;

/// <summary>The import of subscribers from a CSV file of any size.</summary>
internal static class ImportApi
{
    private const string MediaType = "text/csv";
    private const long MaxBytes = 4L * 1024 * 1024 * 1024;

    public static void MapImport(this IEndpointRouteBuilder subscribers) =>
        subscribers.MapPost("/import", ImportAsync).WithName("ImportSubscribers").RequireAuthorization(Roles.Admin)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<string>(MediaType, BodyForm.Any)
            .WithSummary("Imports a CSV file with a header; answers progress as NDJSON, the last line with every refusal.");

    private static async Task<Results<
        NdjsonStream<ImportJson>, BadRequestProblem, ValidationProblem, TooLargeProblem, MediaTypeProblem>> ImportAsync(
        HttpContext context, ISubscriberImport import, ActorMailOptions options, TimeProvider time, IHostApplicationLifetime life,
        ILogger<ImportRun> log, CancellationToken cancel, string? list = null)
    {
        if (!ListName.TryParse(list ?? ListName.Default, out var listName, out var reason)) return FieldFaults.One("list", reason);
        if (BodyForm.Fault(context.Request, MediaType) is { } form) return new MediaTypeProblem(form);

        // Only a body that came whole is looked at, so that a cut connection leaves nothing half written.
        var file = await Spool.WholeAsync(context.Request.Body, options.DataDirectory, MaxBytes, cancel);
        if (file is null) return new TooLargeProblem($"The file is larger than {MaxBytes} bytes (4 GiB).");
        var reader = new CsvReader(file);
        if (!ImportHeader.TryRead(await reader.ReadAsync(cancel), out var header, out var fault))
        {
            await file.DisposeAsync();
            return new BadRequestProblem($"Nothing was imported: {fault}.");
        }

        var firstLines = new FirstLines(() => Spool.Create(options.DataDirectory));
        var run = new ImportRun(reader, new ImportLines(header, listName), firstLines, import, time, log);
        return new NdjsonStream<ImportJson>(run.RunAsync(file, life.ApplicationStopping), work: true);
    }
}
