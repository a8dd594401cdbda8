using ActorMail;
using ActorMail.Posts;
using Blog.Articles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Blog.Pages.Author;

/// <summary>Where the author writes and presses Publish: the article is stored, the post is stored, and the page answers.</summary>
public sealed class WriteModel(ArticleStore articles, IActorMail mail, TimeProvider time) : PageModel
{
    public string? Heading { get; private set; }

    public string? Markdown { get; private set; }

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public async Task<IActionResult> OnPostAsync(string? title, string? markdown, CancellationToken cancel)
    {
        (Heading, Markdown) = (title, markdown);
        if (string.IsNullOrWhiteSpace(title) || string.IsNullOrWhiteSpace(markdown))
        {
            Faults = ["An article needs a title and a text."];
            return Page();
        }

        var article = articles.Add(title, markdown, time.GetUtcNow());
        var answer = await mail.PublishAsync(
            new NewPost
            {
                Subject = title,
                Markdown = markdown,
                Url = $"{Request.Scheme}://{Request.Host}/articles/{article}",
                // Pressed twice, or sent again by the browser: still one post.
                IdempotencyKey = $"article-{article}",
            },
            cancel);
        if (answer is PostAnswer.Invalid(var faults))
        {
            articles.Remove(article);
            Faults = [.. faults.Select(fault => $"{fault.Field}: {fault.Message}")];
            return Page();
        }

        articles.Published(article, answer.OrThrow().Id.ToString());
        return RedirectToPage("/Author/Published", new { id = article });
    }
}
