using System.Net;
using ActorMail.Letters;
using ActorMail.Preflight.Dkim;
using ActorMail.Preflight.Dmarc;
using ActorMail.Preflight.Names;
using ActorMail.Preflight.Relays;
using ActorMail.Preflight.Spf;
using ActorMail.Relays;
using ActorMail.Smtp.Wire;

namespace ActorMail.Preflight;

/// <summary>Asks the relays in force and the DNS; everything at once, told in a fixed order.</summary>
/// <param name="relays">Those in force; empty when the DevInbox stands in for them.</param>
/// <param name="domain">The domain of From; null when none is configured.</param>
/// <param name="dns">Whom to ask for names; null for the machine's own servers.</param>
public sealed class SendingPreflight(
    Func<IReadOnlyList<RelaySettings>> relays, string? domain, IReadOnlyList<DkimIdentity> keys, IPEndPoint? dns, TimeProvider time)
    : IPreflight
{
    // Whatever a record leads to, somebody waits for the answer.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        var names = new NameServers(dns);
        var configured = relays();
        using var late = new CancellationTokenSource(Longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            RelayAddresses[] addresses = await Task.WhenAll(configured.Select(relay => AddressesAsync(names, relay, stop.Token)));
            var probes = Task.WhenAll(configured.Zip(addresses, (relay, at) => ProbeAsync(names, relay, at, stop.Token)));
            var published = domain is null ? Task.FromResult<Finding[]>([]) : DomainAsync(names, domain, addresses, stop.Token);
            await Task.WhenAll(probes, published);
            return [.. Unconfigured(configured), .. (await probes).SelectMany(findings => findings), .. await published];
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [Finding.Failed("check", "time",
                $"it took more than {Longest.TotalSeconds:0} s: see whether the relays and the DNS server answer")];
        }
    }

    private IEnumerable<Finding> Unconfigured(IReadOnlyList<RelaySettings> configured)
    {
        if (configured.Count == 0)
            yield return Finding.Warning("relays", "connect", "none is configured: the DevInbox takes every letter, and nobody gets one");
        if (domain is null)
            yield return Finding.Warning("From", "domain", "is not configured: what is published of its domain was not looked at");
    }

    private async Task<IReadOnlyList<Finding>> ProbeAsync(
        NameServers names, RelaySettings relay, RelayAddresses at, CancellationToken cancel)
    {
        var probed = await RelayProbe.RunAsync(relay, domain ?? "127.0.0.1", time, cancel);
        List<Finding> findings = [.. RelayFindings.Of(relay, probed, time.GetUtcNow())];
        if (await HostFindings.ReverseAsync(names, relay, at.Addresses, cancel) is { } reverse) findings.Add(reverse);
        return findings;
    }

    private async Task<Finding[]> DomainAsync(
        NameServers names, string from, IReadOnlyList<RelayAddresses> addresses, CancellationToken cancel)
    {
        var spf = SpfFindings.OfAsync(names, from, addresses, cancel);
        var dkim = DkimFindings.OfAsync(names, from, keys, cancel);
        var dmarc = DmarcFindings.OfAsync(names, from, keys, cancel);
        var mx = HostFindings.MailHostsAsync(names, from, cancel);
        await Task.WhenAll(spf, dkim, dmarc, mx);
        return [.. await spf, .. await dkim, .. await dmarc, await mx];
    }

    private static async Task<RelayAddresses> AddressesAsync(NameServers names, RelaySettings relay, CancellationToken cancel)
    {
        if (IPAddress.TryParse(relay.Host, out var literal)) return new RelayAddresses(relay.Name, [literal]);
        if (relay.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return new RelayAddresses(relay.Name, [IPAddress.Loopback]);
        return new RelayAddresses(relay.Name, (await names.AddressesAsync(relay.Host, null, cancel)).Found);
    }
}
