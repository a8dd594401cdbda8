using ActorMail.Cluster;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Cluster;

/// <summary>The cluster's members, and what an operator may do to one.</summary>
internal static class ClusterApi
{
    public static void MapCluster(this IEndpointRouteBuilder api)
    {
        var cluster = api.MapGroup("/cluster").WithTags("Cluster");
        cluster.MapGet("/", LookAsync).WithName("ReadCluster").RequireAuthorization(Roles.Read)
            .WithSummary("The members, as the answering node sees them.");
        Map(cluster, "leave", "Asks a member to drain, hand over and end.", (watch, address, cancel) => watch.LeaveAsync(address, cancel));
        Map(cluster, "down", "Declares a member dead that cannot be reached.", (watch, address, cancel) => watch.DownAsync(address, cancel));
    }

    private static async Task<Ok<ClusterJson>> LookAsync(IClusterWatch watch, CancellationToken cancel) =>
        TypedResults.Ok(ClusterJson.Of(await watch.LookAsync(cancel)));

    private static void Map(
        IEndpointRouteBuilder cluster, string verb, string summary,
        Func<IClusterWatch, string, CancellationToken, Task<ClusterAnswer>> command) =>
        cluster.MapPost($"/{verb}", async Task<Results<Accepted, ValidationProblem, NotFoundProblem, ConflictProblem>> (
                JsonBody<MemberRequest> body, IClusterWatch watch, CancellationToken cancel) =>
                string.IsNullOrWhiteSpace(body.Value.Address)
                    ? FieldFaults.One("address", "missing; give a member's address as GET /api/cluster shows it")
                    : await command(watch, body.Value.Address, cancel) switch
                    {
                        ClusterAnswer.Begun => TypedResults.Accepted("/api/cluster"),
                        ClusterAnswer.NoSuchMember => new NotFoundProblem("No member of the cluster has this address."),
                        ClusterAnswer.NoCluster => new ConflictProblem("This node is not in a cluster."),
                        var other => throw new InvalidOperationException($"A cluster does not answer {other}."),
                    })
            .WithName($"{char.ToUpperInvariant(verb[0])}{verb[1..]}Member")
            .RequireAuthorization(Roles.Admin).WithSummary(summary);
}
