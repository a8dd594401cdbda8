using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ActorMail.Web.Requests;

/// <summary>Whether a body comes in the form it is read in: of the type that is wanted, text in UTF-8, and not packed.</summary>
internal static class BodyForm
{
    /// <summary>
    /// Said beside the type that is wanted: without it routing refuses other types by itself, without a word.
    /// </summary>
    public const string Any = "*/*";

    /// <summary>Why the body is not read; null when it may be.</summary>
    public static string? Fault(HttpRequest request, string wanted)
    {
        var named = request.ContentType;
        if (string.IsNullOrWhiteSpace(named)) return $"The body must be {wanted}, and the request names no Content-Type.";
        if (!MediaTypeHeaderValue.TryParse(named, out var given)) return $"The body must be {wanted}, not {named}.";
        if (!given.MediaType.Equals(wanted, StringComparison.OrdinalIgnoreCase)) return $"The body must be {wanted}, not {given.MediaType}.";
        var charset = given.Charset.HasValue ? given.Charset.Value.Trim('"') : "utf-8";
        return charset.ToLowerInvariant() is "utf-8" or "utf8" or "us-ascii"
            ? PackedFault(request)
            : $"The body must be UTF-8, not {charset}.";
    }

    public static string? PackedFault(HttpRequest request) =>
        request.Headers.ContentEncoding.Any(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            ? $"The body must come as it is, without Content-Encoding: {request.Headers.ContentEncoding}."
            : null;
}
