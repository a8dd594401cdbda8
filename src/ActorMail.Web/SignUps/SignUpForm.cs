using ActorMail.Subscribers;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.SignUps;

/// <summary>What a sign-up form held.</summary>
/// <param name="Lists">In the form they are stored in; all are offered.</param>
/// <param name="IsTrap">Whether the field that nobody sees was filled in, as programs do.</param>
internal sealed record SignUpForm(EmailAddress Email, IReadOnlyList<string> Lists, bool IsTrap)
{
    public const string Trap = "leave_empty";

    /// <summary>Gives the form, or the field that is wrong and why.</summary>
    public static (SignUpForm? Form, string Field, string Why) Of(IFormCollection fields, IReadOnlyList<string> offered)
    {
        if (!EmailAddress.TryParse(fields["email"], out var email, out var reason)) return (null, "email", reason);
        var lists = new List<string>();
        foreach (var text in fields["list"])
        {
            if (!ListName.TryParse(text, out var name, out _) || !offered.Contains(name)) return (null, "list", "is none of those offered here");
            if (!lists.Contains(name)) lists.Add(name);
        }

        return lists.Count == 0 && offered.Count > 1
            ? (null, "list", "is missing: choose one at least")
            : (new SignUpForm(email, lists.Count > 0 ? lists : offered, fields[Trap].ToString().Length > 0), "", "");
    }
}
