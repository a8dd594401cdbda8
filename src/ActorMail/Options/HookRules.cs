using ActorMail.Hooks;
using ActorMail.Subscribers;
using ActorMail.Webhooks;

namespace ActorMail.Options;

/// <summary>What sound hooks are.</summary>
internal static class HookRules
{
    private const int ShortestSecret = 16;

    public static IEnumerable<OptionFault> Check(IList<HookOptions> hooks)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < hooks.Count; at++)
        {
            foreach (var (key, message) in Faults(hooks[at])) yield return OptionRules.At($"Hooks:{at}:{key}", message);
            if (BlogSettings.NameOf(hooks[at]) is { Length: > 0 } name && !names.Add(name))
                yield return OptionRules.At($"Hooks:{at}:Name", $"'{name}' names two hooks; give each its own name");
        }
    }

    private static IEnumerable<(string Key, string Message)> Faults(HookOptions hook)
    {
        var known = BlogSettings.TryKind(hook.Kind, out var kind);
        if (!known) yield return ("Kind", string.IsNullOrWhiteSpace(hook.Kind)
            ? "missing; one of ghost, wordpress, wp-webhooks" : $"'{hook.Kind}' is none of ghost, wordpress, wp-webhooks");
        if (hook.Name is not null && !ListName.TryParse(hook.Name, out _, out _))
            yield return ("Name", $"'{hook.Name}' is no name: letters, digits, '-', '_' and '.', at most {ListName.MaxLength}");
        if (known && SecretFault(kind, hook.Secret) is { } secret) yield return ("Secret", secret);
        if (!ListName.TryParse(hook.List, out _, out var reason)) yield return ("List", reason);
    }

    private static string? SecretFault(HookKind kind, string? secret)
    {
        if (kind == HookKind.WordPress) return WebhookSecret.TryParse(secret, out _, out var reason) ? null : reason;
        return string.IsNullOrEmpty(secret) ? $"missing; at least {ShortestSecret} characters, the same in the blog"
            : secret.Length < ShortestSecret ? $"has {secret.Length} characters; at least {ShortestSecret} are needed" : null;
    }
}
