using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Requests;

/// <summary>
/// A request that changes something is carried out whoever still listens: its endpoint never learns that the caller has hung up.
/// A body that breaks off still throws where it is read. What only looks ends with its caller.
/// </summary>
internal static class CarriedOut
{
    public static void CarryOutWhatArrived(this RouteGroupBuilder all)
    {
        IEndpointConventionBuilder each = all;
        each.Finally(endpoint =>
        {
            var inner = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => context.Request.Method is "GET" or "HEAD"
                ? inner(context)
                : CarryOutAsync(inner, context);
        });
    }

    private static async Task CarryOutAsync(RequestDelegate inner, HttpContext context)
    {
        var hungUp = context.RequestAborted;
        context.RequestAborted = CancellationToken.None;
        try
        {
            await inner(context);
        }
        finally
        {
            // Whoever stands around the endpoint may know.
            context.RequestAborted = hungUp;
        }
    }
}
