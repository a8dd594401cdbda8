using System.Globalization;

namespace ActorMail.Web.Pages;

/// <summary>Pieces that several pages share.</summary>
internal static class Layout
{
    /// <summary>Taken out where there is no such document.</summary>
    public const string ApiLink = "<a href=\"/openapi/v1.json\">API</a>";

    public static string Top(bool inbox) => $"""
        <header class="top"><div><strong><a href="/">ActorMail</a></strong>{(inbox ? "<a href=\"/inbox\">Inbox</a>" : "")}
        {ApiLink}</div></header>
        """;

    public static string Count(long number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
