using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Web.Access;

/// <summary>What a key allows: read every GET, publish also changes posts, admin everything.</summary>
internal static class Roles
{
    public const string Read = "ActorMail.read";
    public const string Publish = "ActorMail.publish";
    public const string Admin = "ActorMail.admin";
    private static readonly string[] Ascending = ["read", "publish", "admin"];

    public static IServiceCollection AddActorMailAccess(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, _ => { });
        services.AddAuthorizationBuilder()
            .AddPolicy(Read, policy => Require(policy, "read"))
            .AddPolicy(Publish, policy => Require(policy, "publish"))
            .AddPolicy(Admin, policy => Require(policy, "admin"));
        return services;
    }

    private static void Require(AuthorizationPolicyBuilder policy, string least) => policy
        .AddAuthenticationSchemes(ApiKeyHandler.Scheme)
        .RequireRole(Ascending[Array.IndexOf(Ascending, least)..]);
}
