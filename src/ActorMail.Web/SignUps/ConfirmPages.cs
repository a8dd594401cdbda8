using ActorMail.SignUps;
using ActorMail.Subscribers;
using ActorMail.Telemetry;
using ActorMail.Tokens;
using ActorMail.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.SignUps;

/// <summary>
/// The link in a confirmation mail. Looking at it changes nothing, because mail scanners follow links; only the page's button confirms.
/// </summary>
internal static class ConfirmPages
{
    public static void MapConfirm(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/c").AllowAnonymous().ExcludeFromDescription();
        pages.MapMethods("/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        pages.MapPost("/{token}", ConfirmAsync);
    }

    private static async Task<IResult> ShowAsync(string token, ConfirmTokens tokens, ISignUps signUps, CancellationToken cancel) =>
        tokens.TryOpen(token, out var mark, out var round) && await signUps.FindAsync(mark, round, cancel) is { } place
            ? AskPage(place)
            : UnknownPage();

    private static async Task<IResult> ConfirmAsync(
        string token, ConfirmTokens tokens, ISignUps signUps, MailMeter meter, HttpRequest request, CancellationToken cancel)
    {
        if (!tokens.TryOpen(token, out var mark, out var round)) return UnknownPage();
        // The button counts, whatever else the form holds.
        var name = (await SmallForm.ReadAsync(request, cancel))?["name"].ToString().Trim() ?? "";
        if (SubscriberFields.NameFault(name) is { } fault)
            return await signUps.FindAsync(mark, round, cancel) is { } place ? AskPage(place, fault) : UnknownPage();
        var confirmed = await signUps.ConfirmAsync(mark, round, name.Length > 0 ? name : null, cancel);
        if (confirmed is SignUpConfirmed.Done { Again: false }) meter.SignUps.Confirmed.Add();
        return confirmed switch
        {
            SignUpConfirmed.Done done => DonePage(done.Lists),
            SignUpConfirmed.Suppressed => ClosedPage(),
            SignUpConfirmed.Void => UnknownPage(),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no end of confirming."),
        };
    }

    private static Page AskPage(SignUpPlace place, string? fault = null) => place.Email is not { } email ? DonePage(place.Lists) : new("Confirm", $"""
        <main><section class="sheet narrow">
        <h1>Join {ListsText(place.Lists)}?</h1>
        <p>{Page.Text(HiddenAddress.Of(email))} gets its mails from then on. Every mail has a link to leave again.</p>{(fault is null ? "" : $"\n<p class=\"fault\" role=\"alert\">{Page.Text(fault)}</p>")}
        <form method="post" class="fields">
        <label>Your name, if you like<input type="text" name="name" maxlength="200" autocomplete="name"></label>
        <button>Confirm</button>
        </form>
        </section></main>
        """, fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private static Page DonePage(IReadOnlyList<string> lists) => new("Confirmed", $"""
        <main><section class="sheet narrow">
        <h1>This is confirmed</h1>
        <p>The address has joined {ListsText(lists)}.</p>
        <p class="soft">You can close this page.</p>
        </section></main>
        """);

    private static Page ClosedPage() => new("Not possible", """
        <main><section class="sheet narrow">
        <h1>This address gets no mails</h1>
        <p>Mails to it came back, or its owner wanted none. Write to the sender of the mail, who can change that.</p>
        </section></main>
        """, StatusCodes.Status409Conflict);

    private static Page UnknownPage() => new("Link not valid", """
        <main><section class="sheet narrow">
        <h1>This link is not valid</h1>
        <p>It may be cut off, or too old. Sign up again to get a new one.</p>
        </section></main>
        """, StatusCodes.Status404NotFound);

    private static string ListsText(IReadOnlyList<string> lists) =>
        string.Join(", ", lists.Select(list => $"<strong>{Page.Text(list)}</strong>"));
}
