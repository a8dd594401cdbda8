using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Posts;

/// <summary>A person's word about a delivery nobody knows the end of.</summary>
internal static class ResolveApi
{
    public static void MapResolve(this IEndpointRouteBuilder posts) =>
        posts.MapPost("/{id}/deliveries/{email}/resolve", ResolveAsync).WithName("ResolveDelivery")
            .RequireAuthorization(Roles.Publish)
            .WithSummary("Decides an uncertain delivery: send it again, count it as accepted, or skip it.");

    private static async Task<Results<
        Ok<PostJson>, ValidationProblem, NotFoundProblem, ConflictProblem, UnavailableProblem>> ResolveAsync(
        string id, string email, JsonBody<ResolveRequest> body, IActorMail mail, HttpRequest request, CancellationToken cancel)
    {
        if (!PostId.TryParse(id, out var post)) return PostAnswers.NoPost(id);
        if (!EmailAddress.TryParse(PathText.Of(request, email), out var address, out var reason)) return FieldFaults.One("email", reason);
        return body.Value.As switch
        {
            "resend" => await AnswerAsync(Resolution.Resend),
            "accept" => await AnswerAsync(Resolution.Accept),
            "skip" => await AnswerAsync(Resolution.Skip),
            _ => FieldFaults.One("as", "must be resend, accept or skip"),
        };

        async Task<Results<Ok<PostJson>, ValidationProblem, NotFoundProblem, ConflictProblem, UnavailableProblem>> AnswerAsync(
            Resolution resolution) => await PostCommandsApi.AnswerAsync(
                await mail.ResolveAsync(post, address, resolution, cancel), mail, cancel);
    }
}
