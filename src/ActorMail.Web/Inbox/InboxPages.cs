using System.Globalization;
using System.Text;
using ActorMail.DevInbox;
using ActorMail.Web.Access;
using ActorMail.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Web.Inbox;

/// <summary>The mails caught by the DevInbox. What they hold is not trusted: it is shown in a frame that can do nothing.</summary>
internal static class InboxPages
{
    private const int PageSize = 50;
    private const int MaxSource = 1024 * 1024;

    // An origin of its own, no script, no picture but this node's own; links open in a new window that is free again.
    private const string MailPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        + "style-src 'unsafe-inline'; font-src data:; form-action 'none'; frame-ancestors 'self'";

    public static void MapInbox(this IEndpointRouteBuilder app)
    {
        if (!IsThere(app.ServiceProvider)) return;
        var pages = app.MapGroup("/inbox").RequireAuthorization(Roles.Read).ExcludeFromDescription();
        pages.MapGet("/", (DevInboxServer mails, string? before) => List(mails, Number(before)));
        pages.MapGet("/{number:long}", (DevInboxServer mails, long number, string? view) => Show(mails, number, view));
        pages.MapGet("/{number:long}/html", Html);
    }

    public static bool IsThere(IServiceProvider services) =>
        services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(DevInboxServer));

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Page List(DevInboxServer mails, long? before)
    {
        var page = mails.Newest(PageSize, before);
        var rows = string.Concat(page.Select(Row));
        var newer = before is null ? "<span></span>" : "<a href=\"/inbox\">Newest</a>";
        var older = page.Count == PageSize && page[^1].Number > 1 ? $"<a href=\"/inbox?before={page[^1].Number}\">Older</a>" : "";
        return new Page("Inbox", $"""
            {Layout.Top(inbox: true)}
            <main>
            <h1>Inbox</h1>
            <p class="soft">{Layout.Count(mails.Received, "mail", "mails")} caught, none left this machine.</p>
            {(page.Count == 0 ? "<div class=\"sheet empty\">Nothing has come in yet.</div>" : $"<ol class=\"sheet rows\">{rows}</ol>")}
            <nav class="pages">{newer}{older}</nav>
            </main>
            """);
    }

    private static string Row(CapturedMail mail) => $"""
        <li><a class="mail" href="/inbox/{mail.Number}"><span class="number">{mail.Number}</span>
        <span class="from">{Page.Text(Address(From(mail)))}</span><span class="to">{Page.Text(Address(To(mail)))}</span>
        <span class="subject">{Page.Text(Subject(mail))}</span>
        <time>{Layout.Time(mail.ReceivedAt)}</time></a></li>
        """;

    private static IResult Show(DevInboxServer mails, long number, string? view)
    {
        if (mails.Find(number) is not { } mail) return Missing();
        var shown = view is "text" or "source" ? view : mail.Html is null ? "text" : "html";
        return new Page(Subject(mail), $"""
            {Layout.Top(inbox: true)}
            <main>
            <h1>{Page.Text(Subject(mail))}</h1>
            <dl class="head">
            <dt>From</dt><dd>{Page.Text(From(mail))}</dd>
            <dt>To</dt><dd>{Page.Text(To(mail))}</dd>
            <dt>At</dt><dd>{Layout.Moment(mail.ReceivedAt)}</dd>
            </dl>
            <ul class="tabs">{Tab(mail, "html", shown)}{Tab(mail, "text", shown)}{Tab(mail, "source", shown)}</ul>
            <div class="sheet frame">{Body(mail, shown)}</div>
            <nav class="pages">{Step(mails, number + 1, "Newer")}{Step(mails, number - 1, "Older")}</nav>
            </main>
            """, frames: true);
    }

    private static string Body(CapturedMail mail, string shown) => shown switch
    {
        "html" => $"<iframe title=\"The mail's HTML part\" src=\"/inbox/{mail.Number}/html\" "
            + "sandbox=\"allow-popups allow-popups-to-escape-sandbox\" referrerpolicy=\"no-referrer\"></iframe>",
        "source" => $"<pre>{Page.Text(Source(mail))}</pre>",
        _ => $"<pre class=\"wrap\">{Page.Text(mail.Text ?? "This mail has no text part.")}</pre>",
    };

    private static string Tab(CapturedMail mail, string view, string shown)
    {
        if (view == "html" && mail.Html is null) return "";
        var name = view switch { "html" => "HTML", "text" => "Text", _ => "Source" };
        return $"<li><a href=\"/inbox/{mail.Number}?view={view}\"{(view == shown ? " aria-current=\"page\"" : "")}>{name}</a></li>";
    }

    private static string Step(DevInboxServer mails, long number, string name) =>
        mails.Find(number) is null ? "<span></span>" : $"<a href=\"/inbox/{number}\">{name}</a>";

    private static IResult Html(DevInboxServer mails, long number, HttpContext context)
    {
        if (mails.Find(number) is not { Html: { } html }) return Missing();
        Page.Protect(context.Response, $"{MailPolicy}; img-src data: {context.Request.Scheme}://{context.Request.Host}");
        return TypedResults.Content(OpeningLinksOutside(html), "text/html; charset=utf-8");
    }

    /// <summary>In the head where there is one: before the doctype it would change how the letter is drawn.</summary>
    private static string OpeningLinksOutside(string html)
    {
        const string outside = "<base target=\"_blank\">";
        var head = html.IndexOf("<head>", StringComparison.OrdinalIgnoreCase);
        return head < 0 ? outside + html : html.Insert(head + "<head>".Length, outside);
    }

    private static string Source(CapturedMail mail)
    {
        var shown = Encoding.UTF8.GetString(mail.Raw.Span[..Math.Min(mail.Raw.Length, MaxSource)]);
        return mail.Raw.Length <= MaxSource ? shown : $"{shown}\n… ({Layout.Number(mail.Raw.Length)} bytes in all)";
    }

    private static string From(CapturedMail mail) => mail.From ?? mail.EnvelopeFrom;

    private static string To(CapturedMail mail) => mail.To ?? string.Join(", ", mail.Recipients);

    /// <summary>The bare address of <c>A Name &lt;a@example.org&gt;</c>: a list has no room for more.</summary>
    private static string Address(string text) =>
        text.IndexOf('<') is >= 0 and var from && text.IndexOf('>', from) is > 0 and var to ? text[(from + 1)..to] : text;

    private static Page Missing() => new("No such mail", $"""
        {Layout.Top(inbox: true)}
        <main><h1>No such mail</h1><p>Only the newest mails are kept. <a href="/inbox">To the inbox</a></p></main>
        """, StatusCodes.Status404NotFound);

    private static string Subject(CapturedMail mail) => string.IsNullOrWhiteSpace(mail.Subject) ? "(no subject)" : mail.Subject;
}
