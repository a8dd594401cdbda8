namespace ActorMail.Hooks;

/// <summary>A blog that tells this node of its posts.</summary>
/// <param name="Name">The last part of its address, <c>/hooks/{name}</c>.</param>
/// <param name="Secret">Shared with the blog, which signs with it.</param>
/// <param name="Draft">Its posts become drafts here.</param>
public sealed record HookSettings(string Name, HookKind Kind, string Secret, string List, bool Draft)
{
    public override string ToString() => $"{Name} ({Kind})";
}

/// <summary>Whose words and signature a hook understands.</summary>
public enum HookKind
{
    Ghost,

    /// <summary>The snippet of docs/feeds.md, signed as Standard Webhooks are.</summary>
    WordPress,

    /// <summary>The plugin WP Webhooks.</summary>
    WpWebhooks,
}
