using ActorMail.Subscribers;
using ActorMail.Tokens;
using ActorMail.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Unsubscribe;

/// <summary>
/// The link in every letter. Looking at it changes nothing, because mail scanners follow links; only a POST leaves the list: the
/// page's button, or a mail program by itself (RFC 8058). It needs no key and shows no address in full.
/// </summary>
internal static class UnsubscribePages
{
    private const int MaxForm = 8 * 1024;

    public static void MapUnsubscribe(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/u").AllowAnonymous().ExcludeFromDescription();
        pages.MapMethods("/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        pages.MapPost("/{token}", LeaveAsync);
    }

    private static async Task<IResult> ShowAsync(
        string token, UnsubscribeTokens tokens, ISubscriptions subscriptions, CancellationToken cancel)
    {
        if (!tokens.TryOpen(token, out var list, out var reader, out var epoch)
            || await subscriptions.FindAsync(list, reader, epoch, cancel) is not { } subscription) return UnknownPage();
        return subscription.Member ? AskPage(subscription) : LeftPage(subscription);
    }

    private static async Task<IResult> LeaveAsync(
        string token, UnsubscribeTokens tokens, ISubscriptions subscriptions, HttpContext context, CancellationToken cancel)
    {
        if (!tokens.TryOpen(token, out var list, out var reader, out var epoch)
            || await subscriptions.FindAsync(list, reader, epoch, cancel) is not { } subscription) return UnknownPage();
        await subscriptions.UnsubscribeAsync(list, reader, cancel);
        if (!await IsOneClickAsync(context.Request, cancel)) return LeftPage(subscription);
        Page.Protect(context.Response, "default-src 'none'");
        return TypedResults.Text("Unsubscribed.\n", "text/plain; charset=utf-8");
    }

    /// <summary>Decides only what the answer looks like: whoever posts here has left, whatever the body holds.</summary>
    private static async Task<bool> IsOneClickAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType || request.ContentLength is not (> 0 and <= MaxForm)) return false;
        try
        {
            var form = await request.ReadFormAsync(cancel);
            return form["List-Unsubscribe"] == "One-Click";
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException or IOException)
        {
            return false;
        }
    }

    private static Page AskPage(Subscription subscription) => new("Unsubscribe", $"""
        <main><section class="sheet narrow">
        <h1>Leave this mailing list?</h1>
        <p>{Page.Text(HiddenAddress.Of(subscription.Email))} will get no more mail from the list <strong>{Page.Text(subscription.List)}</strong>.</p>
        <form method="post"><button>Unsubscribe</button></form>
        </section></main>
        """);

    private static Page LeftPage(Subscription subscription) => new("Unsubscribed", $"""
        <main><section class="sheet narrow">
        <h1>You have left the list</h1>
        <p>{Page.Text(HiddenAddress.Of(subscription.Email))} will get no more mail from the list <strong>{Page.Text(subscription.List)}</strong>.
        A message that was already on its way may still arrive.</p>
        <p class="soft">You can close this page.</p>
        </section></main>
        """);

    private static Page UnknownPage() => new("Link not valid", """
        <main><section class="sheet narrow">
        <h1>This link is not valid</h1>
        <p>It may be cut off, or too old. Open the link in the newest mail you got, or answer that mail and ask to be taken off the list.</p>
        </section></main>
        """, StatusCodes.Status404NotFound);
}
