using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Guest;

/// <summary>
/// The door as a guest in an application. It brings no authentication scheme, because a second scheme takes the application's only
/// one out of its place as the default; it asks for its keys by itself, or names the application's policies.
/// </summary>
internal static class GuestDoor
{
    /// <summary>After everything the application maps at the same address.</summary>
    private const int Last = 1000;

    public static void AsGuest(this RouteGroupBuilder all, DoorOptions door, KeyRing keys)
    {
        // The application's own description is not for us to fill.
        all.ExcludeFromDescription();
        IEndpointConventionBuilder each = all;
        each.Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = Last);
        each.Finally(endpoint =>
        {
            Guard(endpoint, door, keys);
            if (door.Prefix.Length > 0) endpoint.RequestDelegate = Mounted(endpoint.RequestDelegate!, door.Prefix);
        });
    }

    private static void Guard(EndpointBuilder endpoint, DoorOptions door, KeyRing keys)
    {
        var ours = endpoint.Metadata.OfType<IAuthorizeData>().Where(data => Roles.LeastOf(data.Policy) is not null).ToList();
        if (ours.Count == 0) return;
        foreach (var data in ours) endpoint.Metadata.Remove(data);
        var least = Roles.LeastOf(ours[^1].Policy)!;
        var inner = endpoint.RequestDelegate!;
        if (door.PolicyFor(least) is { } policy)
        {
            endpoint.Metadata.Add(new AuthorizeAttribute(policy));
            // A login kept in a cookie is sent along by foreign pages, too.
            endpoint.RequestDelegate = context => ForeignPage.Fault(context.Request, keyless: null) is { } why
                ? new ForbiddenProblem(why).ExecuteAsync(context)
                : inner(context);
        }
        else
        {
            // The application's fallback policy knows nothing of our keys.
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
            endpoint.RequestDelegate = context => Refusal(keys.Ask(context.Request), least, context) is { } problem
                ? problem.ExecuteAsync(context)
                : inner(context);
        }
    }

    private static IResult? Refusal(KeyAnswer answer, string least, HttpContext context)
    {
        switch (answer)
        {
            case KeyAnswer.Known(var role):
                return Roles.Allows(role, least) ? null : new ForbiddenProblem(Roles.TooWeak);
            case KeyAnswer.Refused(var why):
                return new ForbiddenProblem(why);
            default:
                KeyRing.AskForKey(context.Response);
                return new UnauthorizedProblem();
        }
    }

    /// <summary>Hands the prefix over to PathBase, where everything that writes an address looks.</summary>
    private static RequestDelegate Mounted(RequestDelegate inner, PathString prefix) => context =>
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(prefix, out var matched, out var rest))
            (request.PathBase, request.Path) = (request.PathBase + matched, rest);
        return inner(context);
    };
}
