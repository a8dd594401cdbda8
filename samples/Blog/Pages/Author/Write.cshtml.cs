using ActorMail;
using ActorMail.Posts;
using Blog.Articles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Blog.Pages.Author;

/// <summary>Where the author writes and presses Publish: the article is stored, the post is stored, and the page answers.</summary>
public sealed class WriteModel(ArticleStore articles, IActorMail mail, TimeProvider time) : PageModel
{
    /// <summary>Made with the empty form and sent along with it.</summary>
    public string Form { get; private set; } = Guid.NewGuid().ToString("n");

    public string? Heading { get; private set; }

    public string? Markdown { get; private set; }

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public async Task<IActionResult> OnPostAsync(string? form, string? title, string? markdown, CancellationToken cancel)
    {
        (Form, Heading, Markdown) = (form ?? Form, title, markdown);
        if (string.IsNullOrWhiteSpace(title) || string.IsNullOrWhiteSpace(markdown))
        {
            Faults = ["An article needs a title and a text."];
            return Page();
        }

        // Pressed twice, or sent again by the browser: still one article and one post.
        var article = articles.Add(Form, title, markdown, time.GetUtcNow());
        if (article.Title != title || article.Markdown != markdown)
        {
            Faults = ["This form has given an article already. Take the text along and write a new one."];
            return Page();
        }

        var answer = await mail.PublishAsync(
            new NewPost
            {
                Subject = title,
                Markdown = markdown,
                Url = $"{Request.Scheme}://{Request.Host}/articles/{article.Id}",
                IdempotencyKey = $"article-{Form}",
            },
            cancel);
        if (answer is PostAnswer.Invalid(var faults))
        {
            articles.Remove(article.Id);
            Faults = [.. faults.Select(fault => $"{fault.Field}: {fault.Message}")];
            return Page();
        }

        articles.Published(article.Id, answer.OrThrow().Id.ToString());
        return RedirectToPage("/Author/Published", new { id = article.Id });
    }
}
