using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ActorMail.Web.Requests;

/// <summary>Which form of an answer its caller likes best, as the Accept header says (RFC 9110, 12.5.1).</summary>
internal static class AcceptedForm
{
    /// <summary>Whether CSV is asked for, by its name, and liked no less than the usual form.</summary>
    /// <param name="usual">The type given to whoever does not ask; below <c>application/</c>.</param>
    public static bool IsCsv(HttpRequest request, string usual)
    {
        var ranges = request.GetTypedHeaders().Accept;
        return Quality(ranges, "text/csv", "text/*") is > 0 and var csv && csv >= Quality(ranges, usual, "application/*", "*/*");
    }

    /// <summary>Whether a script asks: JSON by its name, and liked better than a page.</summary>
    public static bool IsJson(HttpRequest request)
    {
        var ranges = request.GetTypedHeaders().Accept;
        return Quality(ranges, "application/json", "application/problem+json") > Quality(ranges, "text/html", "text/*");
    }

    /// <param name="names">The narrowest first: only the first that is there counts.</param>
    private static double Quality(IList<MediaTypeHeaderValue> ranges, params string[] names) => names
        .Select(name => ranges.Where(range => range.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
        .FirstOrDefault(found => found.Count > 0)?.Max(range => range.Quality ?? 1) ?? 0;
}
