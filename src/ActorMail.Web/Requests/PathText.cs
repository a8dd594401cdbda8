using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ActorMail.Web.Requests;

/// <summary>A part of a request's path, as its caller meant it.</summary>
internal static class PathText
{
    /// <summary>
    /// A slash inside one part comes as %2F, which routing leaves as it is; an address may hold one (RFC 5321 4.1.2). It may hold
    /// those three signs too, which come as %252F: they must never be taken for another reader's slash.
    /// </summary>
    public static string Of(HttpRequest request, string part) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget.Contains("%252F", StringComparison.OrdinalIgnoreCase) is true
            ? part
            : part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
