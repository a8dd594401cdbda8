namespace ActorMail.Preflight;

/// <summary>Looks, before the first run, whether letters would be taken: at the relays, and at what is published of the sender.</summary>
public interface IPreflight
{
    /// <summary>Nothing is sent. It takes a minute at most.</summary>
    Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel);
}

/// <summary>One thing that was looked at.</summary>
/// <param name="About">The relay's name or the sender's domain.</param>
/// <param name="What">What was looked at: one word, such as <c>login</c> or <c>spf</c>.</param>
/// <param name="Text">What was found and, unless all is well, what to do. Without secrets.</param>
public sealed record Finding(string About, string What, FindingLevel Level, string Text)
{
    public static Finding Ok(string about, string what, string text) => new(about, what, FindingLevel.Ok, text);

    public static Finding Warning(string about, string what, string text) => new(about, what, FindingLevel.Warning, text);

    public static Finding Failed(string about, string what, string text) => new(about, what, FindingLevel.Failed, text);
}

/// <summary>How bad it is.</summary>
public enum FindingLevel
{
    Ok,

    /// <summary>Letters go out, but fewer may arrive, or it cannot be told from here.</summary>
    Warning,

    /// <summary>Letters will not go out, or large providers will refuse them.</summary>
    Failed,
}
