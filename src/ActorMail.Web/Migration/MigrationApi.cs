using ActorMail.Options;
using ActorMail.Storage;
using ActorMail.Web.Access;
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

namespace ActorMail.Web.Migration;

/// <summary>Takes in the SQLite file of a stopped node.</summary>
internal static class MigrationApi
{
    private const string MediaType = "application/vnd.sqlite3";

    public static void MapMigration(this IEndpointRouteBuilder api) =>
        api.MapPost("/migration", MoveInAsync).WithTags("Migration").WithName("MoveIn").RequireAuthorization(Roles.Admin)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<string>(MediaType, BodyForm.Any)
            .WithSummary(
                "Moves the SQLite file of a stopped node into this node's empty database; answers progress as NDJSON, the last "
                + "line with the rows of each table. Then the node stops itself, because its secret has moved too.");

    private static async Task<Results<NdjsonStream<MigrationJson>, ConflictProblem, MediaTypeProblem>> MoveInAsync(
        HttpContext context, ActorMailOptions options, NewSecret secret, IHostApplicationLifetime life, ILogger<MigrationRun> log,
        CancellationToken cancel, [FromServices] IMigration? migration = null)
    {
        if (migration is null) return new ConflictProblem("This node's own database is SQLite: there is nothing to move to.");
        if (BodyForm.Fault(context.Request, MediaType) is { } form) return new MediaTypeProblem(form);

        // Only a file that came whole is looked at, so that a cut connection moves nothing.
        var file = await UploadedFile.WholeAsync(context.Request.Body, options.DataDirectory, cancel);
        var run = new MigrationRun(migration, file, secret, life, log);
        if (await run.RefusalAsync() is not { } refusal) return new NdjsonStream<MigrationJson>(run.LinesAsync(), work: true);
        return new ConflictProblem(refusal);
    }
}
