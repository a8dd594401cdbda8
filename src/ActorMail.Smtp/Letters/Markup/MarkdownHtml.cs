using Markdig;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>Markdown to HTML: CommonMark with tables, task lists, footnotes, definition lists and bare links. Raw HTML passes.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseGridTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseFootnotes()
        .UseDefinitionLists()
        .UseEmphasisExtras()
        .UseListExtras()
        .Build();

    /// <summary>What may become a link. Markdig's time grows with the square of their number: a megabyte of them takes minutes.</summary>
    private static readonly string[] LinkMarks = ["[", "://", "www.", "mailto:"];

    /// <exception cref="FormatException">The text is nested too deeply or holds too many links.</exception>
    public static string From(string markdown)
    {
        if (LinkMarks.Sum(mark => markdown.AsSpan().Count(mark)) > LetterLimits.MaxLinks)
            throw new FormatException($"The Markdown holds more than {LetterLimits.MaxLinks} links and brackets.");
        try
        {
            return Markdown.ToHtml(markdown, Pipeline);
        }
        catch (ArgumentException cause)
        {
            // Markdig's own limit on nesting has no type of its own.
            throw new FormatException($"The Markdown cannot be read: {cause.Message}", cause);
        }
    }
}
