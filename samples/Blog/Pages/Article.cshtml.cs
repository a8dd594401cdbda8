using Blog.Articles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Blog.Pages;

/// <summary>One article.</summary>
public sealed class ArticleModel(ArticleStore articles) : PageModel
{
    public Article Article { get; private set; } = null!;

    public IActionResult OnGet(long id)
    {
        if (articles.Find(id) is not { } article) return NotFound();
        Article = article;
        return Page();
    }
}
