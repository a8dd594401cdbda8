using System.Net.Http.Headers;
using ActorMail.Cli.CommandLine;

namespace ActorMail.Cli.Node;

/// <summary>Which node to ask, and by which right.</summary>
internal sealed record NodeAddress(Uri Base, AuthenticationHeaderValue? Right)
{
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>For messages: without a name and password somebody wrote into the URL.</summary>
    public string Shown => Base.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    public static NodeAddress Of(string? url, string? key)
    {
        if (!Uri.TryCreate(url ?? Default, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
            throw CommandEnded.Usage("--url is not an absolute http or https address");
        if (key is not null && (key.Length == 0 || !key.All(character => character is > ' ' and <= '~')))
            throw CommandEnded.Usage("--key holds something else than visible ASCII characters");
        var path = parsed.AbsolutePath.EndsWith('/') ? parsed.AbsolutePath : parsed.AbsolutePath + "/";
        return new NodeAddress(
            new UriBuilder(parsed) { Path = path, Query = "", Fragment = "" }.Uri,
            key is null ? null : new AuthenticationHeaderValue("Bearer", key));
    }
}
