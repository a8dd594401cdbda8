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

    /// <exception cref="FormatException">The text is nested too deeply.</exception>
    public static string From(string markdown)
    {
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
