using ActorMail.Subscribers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ActorMail.Web.SignUps;

/// <summary>What a sign-up form held.</summary>
/// <param name="Lists">In the form they are stored in; all are offered.</param>
/// <param name="IsTrap">Whether the field that nobody sees was filled in, as programs do.</param>
internal sealed record SignUpForm(EmailAddress Email, string? Name, IReadOnlyList<string> Lists, bool IsTrap)
{
    public const string Trap = "leave_empty";

    private const int MaxBytes = 16 * 1024;
    private const int MaxText = 2048;
    private const int MaxFields = 100;
    private const string TooLarge = "comes in a form that is too large or cannot be read";

    /// <summary>Gives the form, or the field that is wrong and why.</summary>
    public static async Task<(SignUpForm? Form, string Field, string Why)> ReadAsync(
        HttpRequest request, IReadOnlyList<string> offered, CancellationToken cancel)
    {
        if (!request.HasFormContentType) return (null, "email", "has to come as a form");
        if (request.ContentLength > MaxBytes) return (null, "email", TooLarge);
        IFormCollection fields;
        try
        {
            fields = await request.ReadFormAsync(new FormOptions
            {
                MultipartBodyLengthLimit = MaxBytes, ValueLengthLimit = MaxText, KeyLengthLimit = MaxText, ValueCountLimit = MaxFields,
            }, cancel);
        }
        catch (InvalidDataException)
        {
            return (null, "email", TooLarge);
        }

        if (!EmailAddress.TryParse(fields["email"], out var email, out var reason)) return (null, "email", reason);
        var lists = new List<string>();
        foreach (var text in fields["list"])
        {
            if (!ListName.TryParse(text, out var name, out _) || !offered.Contains(name)) return (null, "list", "is none of those offered here");
            if (!lists.Contains(name)) lists.Add(name);
        }

        if (lists.Count == 0 && offered.Count > 1) return (null, "list", "is missing: choose one at least");
        var given = fields["name"].ToString().Trim();
        return (new SignUpForm(
            email, given.Length > 0 ? given : null, lists.Count > 0 ? lists : offered, fields[Trap].ToString().Length > 0), "", "");
    }
}
