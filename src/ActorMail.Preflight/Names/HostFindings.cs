using System.Net;
using ActorMail.Relays;

namespace ActorMail.Preflight.Names;

/// <summary>Whether the sender's domain takes mail, and whether a relay that delivers by itself has the name it is found by.</summary>
internal static class HostFindings
{
    public static async Task<Finding> MailHostsAsync(NameServers names, string domain, CancellationToken cancel)
    {
        const string what = "mx";
        const string lost = "answers and bounces are lost";
        var answer = await names.MailHostsAsync(domain, cancel);
        if (answer.Failure is not null) return Finding.Failed(domain, what, $"cannot be looked up: {answer.Failure}");
        if (answer.Found is ["."])
            return Finding.Failed(domain, what, $"{domain} says that it takes no mail: {lost}, send from one that does");
        if (answer.Found.Count > 0) return Finding.Ok(domain, what, string.Join(", ", answer.Found.Take(3)));
        var hosts = await names.AddressesAsync(domain, null, cancel);
        return hosts.Found.Count > 0
            ? Finding.Warning(domain, what,
                $"{domain} names no mail host, and its web server would be asked: publish an MX record")
            : Finding.Failed(domain, what,
                $"{domain} has neither an MX record nor an address: {lost}, publish an MX record");
    }

    /// <summary>
    /// Null where it does not matter: a relay one logs in to delivers from other addresses, and an inner one cannot be told.
    /// </summary>
    public static async Task<Finding?> ReverseAsync(
        NameServers names, RelaySettings relay, IReadOnlyList<IPAddress> addresses, CancellationToken cancel)
    {
        const string what = "reverse";
        if (relay.UserName is not null) return null;
        var outer = addresses.Where(address => !NetworkOf.IsInside(address)).ToList();
        foreach (var address in outer)
        {
            var answer = await names.NamesOfAsync(address, cancel);
            if (answer.Failure is not null) return Finding.Warning(relay.Name, what, $"cannot be looked up: {answer.Failure}");
            if (answer.Found.Count == 0)
                return Finding.Warning(relay.Name, what,
                    $"{address} has no reverse name, and large providers refuse such servers: have its network's operator set one");
            var back = await names.AddressesAsync(answer.Found[0], address.AddressFamily, cancel);
            if (!back.Found.Contains(address))
                return Finding.Warning(relay.Name, what,
                    $"{address} is called {answer.Found[0]}, and that name does not lead back to it: correct one of both");
        }

        return outer.Count == 0 ? null : Finding.Ok(relay.Name, what, $"{string.Join(", ", outer)}: the reverse name leads back");
    }
}
