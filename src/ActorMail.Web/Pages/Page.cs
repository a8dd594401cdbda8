using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ActorMail.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Web.Pages;

/// <summary>
/// One HTML page with the house's style sheet in it. The policy lets nothing run and nothing load; only that one style sheet,
/// known by its hash, and what <paramref name="frames"/> allows.
/// </summary>
/// <param name="title">Plain text.</param>
/// <param name="body">HTML; everything from outside must have gone through <see cref="Text"/>.</param>
/// <param name="refresh">Seconds after which a browser asks again; null for never.</param>
internal sealed class Page(string title, string body, int status = 200, bool frames = false, int? refresh = null) : IResult
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string Style = ReadStyle();
    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <summary>Plain text made safe for HTML, in an element and in a quoted attribute.</summary>
    public static string Text(string? text) => Encoder.Encode(text ?? "");

    /// <summary>Headers of every page a reader or an admin sees: it must not be indexed, framed, sniffed or tell where one came from.</summary>
    public static void Protect(HttpResponse response, string policy)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        response.Headers.CacheControl = "no-store";
    }

    public Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = status;
        Protect(response, $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action 'self'; base-uri 'none'; "
            + $"frame-ancestors 'none'{(frames ? "; frame-src 'self'" : "")}");
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">{(refresh is { } seconds ? $"\n<meta http-equiv=\"refresh\" content=\"{seconds}\">" : "")}
            <title>{Text(title)}</title>
            <style>{Style}</style>
            </head>
            <body>
            {InPlace(context)}
            </body>
            </html>

            """, context.RequestAborted);
    }

    /// <summary>Pages are written for a site of their own; below a prefix every link gets it, and a guest has no API document.</summary>
    private string InPlace(HttpContext context)
    {
        var guest = context.RequestServices.GetService<DoorManners>() is { WholeSite: false };
        var html = guest ? body.Replace(Layout.ApiLink, "") : body;
        return context.Request.PathBase is { HasValue: true, Value: var place } ? html.Replace("=\"/", $"=\"{Text(place)}/") : html;
    }

    private static string ReadStyle()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("ActorMail.Web.Pages.page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
