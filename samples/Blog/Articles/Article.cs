using Markdig;
using Microsoft.AspNetCore.Html;

namespace Blog.Articles;

/// <summary>What the author wrote, and the post by which its mails went out.</summary>
/// <param name="Post">ActorMail's id; null while it was not published.</param>
public sealed record Article(long Id, string Title, string Markdown, DateTimeOffset WrittenAt, string? Post)
{
    private const int Shown = 180;
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public HtmlString Html => new(Markdig.Markdown.ToHtml(Markdown, Pipeline));

    /// <summary>The first words, for the list.</summary>
    public string Beginning
    {
        get
        {
            var text = Markdig.Markdown.ToPlainText(Markdown, Pipeline).ReplaceLineEndings(" ").Trim();
            return text.Length <= Shown ? text : text[..Math.Max(text.LastIndexOf(' ', Shown), Shown / 2)] + " …";
        }
    }
}
