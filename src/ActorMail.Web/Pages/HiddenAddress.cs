using ActorMail.Subscribers;

namespace ActorMail.Web.Pages;

/// <summary>An address on a page that needs no key: enough for its owner to know it, not enough for somebody else.</summary>
internal static class HiddenAddress
{
    public static string Of(EmailAddress email) => $"{email.Local.EnumerateRunes().First()}…@{email.Domain}";
}
