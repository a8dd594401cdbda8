using System.Net;

namespace ActorMail.Options;

/// <summary>An address the node's HTTP door opens on.</summary>
/// <param name="Key">The configuration key it comes from.</param>
/// <param name="Text">As configured.</param>
/// <param name="Link">
/// How this machine reaches it; null when that is not known beforehand (port 0, a Unix socket) or unreadable.
/// </param>
/// <param name="Reach">Who can reach it.</param>
internal sealed record ListeningAddress(string Key, string Text, Uri? Link, Reach Reach)
{
    private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    public const string Default = "http://127.0.0.1:5080";

    /// <summary>
    /// The addresses ASP.NET Core will open, by its own precedence: Kestrel's endpoints, else <c>urls</c>, else the
    /// ports, else <see cref="Default"/>.
    /// </summary>
    /// <param name="configuration">The whole configuration, flat.</param>
    public static IReadOnlyList<ListeningAddress> Read(IEnumerable<KeyValuePair<string, string?>> configuration)
    {
        var pairs = configuration.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToList();
        var endpoints = pairs.Where(pair => IsEndpointUrl(pair.Key))
            .Select(pair => Parse(pair.Key, pair.Value!)).ToList();
        if (endpoints.Count > 0) return endpoints;
        var urls = Values(pairs, "urls").Select(url => Parse("urls", url)).ToList();
        if (urls.Count > 0) return urls;
        var ports = Values(pairs, "http_ports").Select(port => Parse("http_ports", $"http://*:{port}"))
            .Concat(Values(pairs, "https_ports").Select(port => Parse("https_ports", $"https://*:{port}"))).ToList();
        return ports.Count > 0 ? ports : [Parse("urls", Default)];
    }

    /// <summary>
    /// What is wrong with the addresses: unreadable, open to others while there is no key, or unfit for letters' links.
    /// </summary>
    public static IEnumerable<OptionFault> Check(IReadOnlyList<ListeningAddress> addresses, ActorMailOptions options)
    {
        foreach (var address in addresses)
        {
            if (address.Reach == Reach.Unreadable)
                yield return new OptionFault(address.Key, $"'{address.Text}' is no address such as {Default}");
            else if (address.Reach == Reach.OtherMachines && options.ApiKeys.Count == 0)
                yield return new OptionFault(
                    address.Key, $"{address.Text} is open to other machines, which needs an API key: "
                    + "set ActorMail:ApiKeys:0:Key (at least 16 characters) or listen on 127.0.0.1");
        }

        if (addresses[0] is { Link: null, Reach: not Reach.Unreadable } first
            && string.IsNullOrWhiteSpace(options.PublicUrl))
            yield return new OptionFault(
                "ActorMail:PublicUrl", $"missing; {first.Text} gives no address for the links in letters");
    }

    private static IEnumerable<string> Values(IEnumerable<KeyValuePair<string, string?>> pairs, string key) => pairs
        .Where(pair => string.Equals(pair.Key, key, StringComparison.OrdinalIgnoreCase))
        .SelectMany(pair => pair.Value!.Split(';', Trimmed));

    private static bool IsEndpointUrl(string key) => key.Split(':') is [var kestrel, var endpoints, _, var url]
        && string.Equals(kestrel, "Kestrel", StringComparison.OrdinalIgnoreCase)
        && string.Equals(endpoints, "Endpoints", StringComparison.OrdinalIgnoreCase)
        && string.Equals(url, "Url", StringComparison.OrdinalIgnoreCase);

    private static ListeningAddress Parse(string key, string text)
    {
        if (text.StartsWith("http://unix:", StringComparison.OrdinalIgnoreCase))
            return new(key, text, null, Reach.ThisMachine);
        // Kestrel takes * and + for every interface; Uri does not.
        var readable = text.Replace("://*", "://0.0.0.0").Replace("://+", "://0.0.0.0");
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return new(key, text, null, Reach.Unreadable);
        // Kestrel opens every interface for a host name it does not know as local.
        var local = string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
        var host = local ? uri.Host : "127.0.0.1";
        return new(key, text, uri.Port == 0 ? null : new Uri($"{uri.Scheme}://{host}:{uri.Port}"),
            local ? Reach.ThisMachine : Reach.OtherMachines);
    }
}

/// <summary>Who can reach a listening address.</summary>
internal enum Reach
{
    ThisMachine,
    OtherMachines,
    Unreadable,
}
