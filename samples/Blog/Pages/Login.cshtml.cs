using Blog.Author;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Blog.Pages;

/// <summary>The author's way in.</summary>
public sealed class LoginModel(BlogOptions blog) : PageModel
{
    public bool Wrong { get; private set; }

    public async Task<IActionResult> OnPostAsync(string? password, string? returnUrl)
    {
        if (await HttpContext.SignInAsync(password, blog))
            return Url.IsLocalUrl(returnUrl) ? LocalRedirect(returnUrl) : RedirectToPage("/Author/Write");
        Wrong = true;
        return Page();
    }
}
