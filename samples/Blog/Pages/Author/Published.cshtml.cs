using Blog.Articles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Blog.Pages.Author;

/// <summary>How the mails of an article go out, while they do.</summary>
public sealed class PublishedModel(ArticleStore articles) : PageModel
{
    public Article Article { get; private set; } = null!;

    public IActionResult OnGet(long id)
    {
        if (articles.Find(id) is not { Post: not null } article) return NotFound();
        Article = article;
        return Page();
    }
}
