using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Web;

/// <summary>
/// Where ActorMail answers in an application, and who may use it. With no policy named, callers need one of ActorMail's API keys;
/// with no key either, the API and its pages are open to this machine in Development and closed elsewhere. Unsubscribe pages are
/// open to every reader.
/// </summary>
public sealed class DoorOptions
{
    /// <summary>
    /// The path all addresses begin with, such as <c>/mail</c>; begins with a slash and does not end with one. It is added to
    /// <c>PublicUrl</c> in letters. Default: empty, the root.
    /// </summary>
    public string Prefix { get; set; } = "";

    /// <summary>The application's authorization policy for everything, subscribers too. Null: API keys.</summary>
    public string? AdminPolicy { get; set; }

    /// <summary>The application's authorization policy for publishing and steering posts. Null: <see cref="AdminPolicy"/>.</summary>
    public string? PublishPolicy { get; set; }

    /// <summary>The application's authorization policy for looking. Null: <see cref="PublishPolicy"/>.</summary>
    public string? ReadPolicy { get; set; }

    /// <summary>The application's policy where at least this role is needed; null where API keys decide.</summary>
    internal string? PolicyFor(string role) => role switch
    {
        "admin" => AdminPolicy,
        "publish" => PublishPolicy ?? AdminPolicy,
        _ => ReadPolicy ?? PublishPolicy ?? AdminPolicy,
    };

    internal void Check(IServiceProvider services)
    {
        if (Prefix.Length > 0 && (Prefix[0] != '/' || Prefix[^1] == '/' || Prefix.AsSpan().ContainsAny("{}?#*")))
            throw new InvalidOperationException($"'{Prefix}' is no prefix for MapActorMail; write it like /mail.");
        string?[] named = [AdminPolicy, PublishPolicy, ReadPolicy];
        var missing = named.OfType<string>().Distinct().Where(name => !Exists(name, services)).ToList();
        if (missing.Count > 0)
            throw new InvalidOperationException(
                $"MapActorMail names policies that do not exist: {string.Join(", ", missing)}. Add them with AddAuthorizationBuilder().AddPolicy(...).");
    }

    private static bool Exists(string policy, IServiceProvider services) =>
        services.GetService<IAuthorizationPolicyProvider>() is { } policies
        && policies.GetPolicyAsync(policy).GetAwaiter().GetResult() is not null;
}
