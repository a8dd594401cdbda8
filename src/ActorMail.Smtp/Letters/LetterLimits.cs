namespace ActorMail.Smtp.Letters;

/// <summary>How large posts and letters may be.</summary>
internal static class LetterLimits
{
    /// <summary>UTF-8 bytes of each body field.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Characters of a subject, as written and as rendered.</summary>
    public const int MaxSubjectLength = 255;

    public const int MaxUrlLength = 2048;

    /// <summary>Elements inside elements; deeper HTML could overflow the stack of whoever walks it.</summary>
    public const int MaxHtmlDepth = 256;

    /// <summary>Links, footnotes and other brackets in Markdown.</summary>
    public const int MaxLinks = 5000;

    /// <summary>Turns of one loop.</summary>
    public const int MaxIterations = 1000;

    /// <summary>Characters one part may have once rendered, and characters its filters may produce on the way.</summary>
    public const int MaxRenderedLength = 2 * 1024 * 1024;

    /// <summary>How long one part with blocks may take to render.</summary>
    public static readonly TimeSpan MaxRenderTime = TimeSpan.FromMilliseconds(400);
}
