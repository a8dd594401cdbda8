using ActorMail.Operations;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Web.Operations;

/// <summary>The operations of <see cref="MailOperations"/> over HTTP: which there are, and an address for each.</summary>
internal static class OperationsApi
{
    public static void MapOperations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/operations").WithTags("Operations");
        var all = api.ServiceProvider.GetRequiredService<MailOperations>().All;
        group.MapGet("/", () => TypedResults.Ok(new OperationsJson([.. all.Select(OperationJson.Of)])))
            .WithName("ListOperations").RequireAuthorization(Roles.Read)
            .WithSummary("What can be asked of the node in lines of text, as 'actormail mail' and 'pbm mail' do.");
        foreach (var operation in all) Map(group, operation);
    }

    private static void Map(IEndpointRouteBuilder group, Operation operation) =>
        group.MapPost($"/{operation.Name}", async Task<Results<Ok<LinesJson>, ValidationProblem, ConflictProblem>> (
                [MayBeMissing] JsonBody<OperationRequest> body, CancellationToken cancel) =>
                await operation.RunAsync(body.Value.Arguments ?? [], cancel) switch
                {
                    OperationAnswer.Done(var lines) => TypedResults.Ok(new LinesJson(lines)),
                    OperationAnswer.Misused(var why) => FieldFaults.One("arguments", why),
                    OperationAnswer.Refused(var why) => new ConflictProblem(why),
                    var other => throw new InvalidOperationException($"An operation does not end with {other}."),
                })
            .WithName($"Run{char.ToUpperInvariant(operation.Name[0])}{operation.Name[1..]}")
            .RequireAuthorization(operation.Changes ? Roles.Publish : Roles.Read).WithSummary(operation.Help);
}
