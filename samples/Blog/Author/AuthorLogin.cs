using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Blog.Author;

/// <summary>One author, one password, one cookie. A blog with more of them uses ASP.NET Core Identity in this place.</summary>
internal static class AuthorLogin
{
    /// <summary>Also what ActorMail's pages ask for.</summary>
    public const string Policy = "author";

    public static void AddAuthorLogin(this IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/login");
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.RequireAuthenticatedUser());
    }

    public static async Task<bool> SignInAsync(this HttpContext context, string? password, BlogOptions blog)
    {
        if (!CryptographicOperations.FixedTimeEquals(Hash(password ?? ""), Hash(blog.Password))) return false;
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "author")], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity));
        return true;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
