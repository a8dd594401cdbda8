using ActorMail.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ActorMail.Web.SignUps;

/// <summary>The pages around a sign-up. None shows what somebody typed.</summary>
internal static class SignUpFormPage
{
    /// <param name="chosen">The lists that are ticked; the first one when none is.</param>
    /// <param name="fault">What is wrong with the form that was sent; null for a new one.</param>
    public static Page Of(IReadOnlyList<string> lists, StringValues chosen, string? fault = null) => new("Subscribe", $"""
        <main><section class="sheet narrow">
        <h1>Get the next mails</h1>{(fault is null ? "" : $"\n<p class=\"fault\" role=\"alert\">{Page.Text(fault)}</p>")}
        <form method="post" class="fields">
        <label>E-mail address<input type="email" name="email" required maxlength="254" autocomplete="email"></label>
        {Choice(lists, chosen)}
        <label class="trap" aria-hidden="true">Leave this empty<input type="text" name="{SignUpForm.Trap}" tabindex="-1" autocomplete="off"></label>
        <button>Subscribe</button>
        </form>
        </section></main>
        """, fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    public static Page Taken() => new("Nearly done", """
        <main><section class="sheet narrow">
        <h1>Look into your mailbox</h1>
        <p>Unless the address you gave is on the list already, a mail with a link is on its way to it. Open the link and press its button: without
        that you join nothing.</p>
        <p class="soft">No mail after some minutes? Look among the spam. A second one is sent tomorrow at the earliest.</p>
        </section></main>
        """);

    public static Page TooMany() => new("Too many", """
        <main><section class="sheet narrow">
        <h1>Too many at once</h1>
        <p>From where you are, or in all, there were too many sign-ups within an hour. Nothing was kept; please try again later.</p>
        </section></main>
        """, StatusCodes.Status429TooManyRequests);

    private static string Choice(IReadOnlyList<string> lists, StringValues chosen)
    {
        if (lists.Count == 1) return "";
        var ticked = lists.Where(list => chosen.Contains(list)).DefaultIfEmpty(lists[0]).ToList();
        return $"<fieldset><legend>Lists</legend>{string.Concat(lists.Select(list => $"""
            <label><input type="checkbox" name="list" value="{Page.Text(list)}"{(ticked.Contains(list) ? " checked" : "")}>{Page.Text(list)}</label>
            """))}</fieldset>";
    }
}
