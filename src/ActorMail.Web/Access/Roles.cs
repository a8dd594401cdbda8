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
    public const string TooWeak = "The role of this API key does not allow it.";
    private static readonly string[] Ascending = ["read", "publish", "admin"];

    /// <summary>The role a policy of ours asks for at least; null for another policy.</summary>
    public static string? LeastOf(string? policy) => policy switch
    {
        Read => "read",
        Publish => "publish",
        Admin => "admin",
        _ => null,
    };

    public static bool Allows(string role, string least) => Array.IndexOf(Ascending, role) >= Array.IndexOf(Ascending, least);

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
