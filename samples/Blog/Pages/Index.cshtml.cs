using ActorMail;
using ActorMail.Subscribers;
using Blog.Articles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Blog.Pages;

/// <summary>The newest articles, and where readers sign up.</summary>
public sealed class IndexModel(ArticleStore articles, IActorMail mail) : PageModel
{
    public IReadOnlyList<Article> Articles { get; private set; } = [];

    [BindProperty]
    public string? Email { get; set; }

    public string? Asked { get; private set; }

    public string? Fault { get; private set; }

    public void OnGet() => Articles = articles.Newest(20);

    public async Task OnPostAsync(CancellationToken cancel)
    {
        OnGet();
        if (!EmailAddress.TryParse(Email, out var email, out var reason)) Fault = $"That did not work: {reason}.";
        else
        {
            // Anybody can type any address: its owner is asked by mail, and joins by the link in it.
            await mail.Subscribers.SignUpAsync(email, cancel: cancel);
            Asked = email.ToString();
        }
    }
}
