using System.Net;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Access;

/// <summary>
/// Keeps a foreign web page, open in a browser that can reach this node, from using it: by a form or script of another origin
/// (the browser may add a Basic login by itself) and, without keys, by a host name that was made to point here (DNS rebinding).
/// </summary>
internal static class ForeignPage
{
    // What a proxy adds: then the caller sits elsewhere, however local the connection is.
    private static readonly string[] FromElsewhere = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>Why the request is refused; null when it is not.</summary>
    /// <param name="keyless">Null when there are keys.</param>
    public static string? Fault(HttpRequest request, Keyless? keyless)
    {
        switch (keyless)
        {
            case Keyless.Nobody:
                return "Nobody may use this yet: give MapActorMail policies of the application, or configure an API key.";
            case Keyless.LocalConnections when !IsLocal(request):
                return "Without an API key or a policy of the application this answers only to its own machine.";
            case Keyless.LocalNames when !IsLoopback(request.Host.Host):
                return "Without an API key configured this node answers only to localhost, 127.0.0.1 and [::1].";
            case Keyless.LocalNames when CameByProxy(request):
                return "Without an API key configured this node answers only to its own machine, and this came through a proxy.";
        }

        var reads = request.Method is "GET" or "HEAD" or "OPTIONS";
        return !reads && (IsOtherSite(request) || IsOtherOrigin(request))
            ? "A page of another origin may not change anything here."
            : null;
    }

    private static bool IsLocal(HttpRequest request) =>
        IsLoopback(request.Host.Host)
        && (request.HttpContext.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && !CameByProxy(request);

    private static bool CameByProxy(HttpRequest request) => FromElsewhere.Any(request.Headers.ContainsKey);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsOtherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");

    // The scheme is not compared: behind a proxy that ends TLS this node sees http where the browser saw https.
    private static bool IsOtherOrigin(HttpRequest request) =>
        request.Headers.Origin is { Count: > 0 } origins
        && !(Uri.TryCreate(origins.ToString(), UriKind.Absolute, out var origin)
            && request.Host.Host.Equals(origin.Host, StringComparison.OrdinalIgnoreCase)
            && (request.Host.Port is { } port ? port == origin.Port : origin.IsDefaultPort));
}
