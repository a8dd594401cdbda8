using System.Net;
using System.Net.Sockets;
using ActorMail.Preflight.Names;

namespace ActorMail.Preflight.Spf;

/// <summary>
/// Evaluates a domain's SPF for one address, or walks all of it without one, to find what is broken (RFC 7208 4.6). One walk, one object.
/// </summary>
/// <param name="sender">Null to look at every term; then nothing matches.</param>
internal sealed class SpfWalk(NameServers names, IPAddress? sender)
{
    private const int MostLookups = 10;
    private const int MostVoid = 2;
    private const int MostMailHosts = 10;
    private int _void;
    private bool _untold;

    /// <summary>Terms that asked the DNS; receivers stop at ten.</summary>
    public int Lookups { get; private set; }

    /// <param name="record">The domain's own, already fetched.</param>
    public async Task<SpfVerdict> JudgeAsync(string domain, SpfRecord record, CancellationToken cancel)
    {
        try
        {
            var result = await RecordAsync(domain, record, cancel);
            return new SpfVerdict(_untold && result != SpfResult.Pass ? SpfResult.Untold : result, null);
        }
        catch (SpfBroken broken)
        {
            return new SpfVerdict(broken.Result, broken.Message);
        }
    }

    /// <summary>The one SPF record of a domain; null when it has none.</summary>
    public static async Task<SpfRecord?> FetchAsync(NameServers names, string domain, CancellationToken cancel)
    {
        var answer = await names.TextsAsync(domain, cancel);
        if (answer.Failure is not null) throw new SpfBroken(SpfResult.TempError, answer.Failure);
        var records = answer.Found.Where(SpfRecord.IsOne).ToList();
        if (records.Count == 0) return null;
        if (records.Count > 1)
            throw new SpfBroken(SpfResult.PermError,
                $"{domain} publishes {records.Count} SPF records, and receivers then take none: make one of them");
        return SpfRecord.TryParse(records[0], out var record, out var fault)
            ? record
            : throw new SpfBroken(SpfResult.PermError, $"the SPF record of {domain} cannot be read: {fault}");
    }

    private async Task<SpfResult> RecordAsync(string domain, SpfRecord record, CancellationToken cancel)
    {
        foreach (var term in record.Terms)
        {
            if (await MatchesAsync(domain, term, cancel)) return term.Qualifier;
        }

        if (record.Redirect is null || record.End is not null) return SpfResult.Neutral;
        Count();
        if (record.Redirect.Contains('%'))
        {
            _untold = true;
            return SpfResult.Neutral;
        }

        var next = await FetchAsync(names, record.Redirect, cancel)
            ?? throw new SpfBroken(SpfResult.PermError,
                $"redirect={record.Redirect} in the SPF record of {domain} leads to a domain without one");
        return await RecordAsync(record.Redirect, next, cancel);
    }

    private async Task<bool> MatchesAsync(string domain, SpfTerm term, CancellationToken cancel)
    {
        if (term.IsLookup) Count();
        if (term.Depends)
        {
            _untold = true;
            return false;
        }

        var target = term.Domain ?? domain;
        return term.Mechanism switch
        {
            SpfMechanism.All => sender is not null,
            SpfMechanism.Ip4 or SpfMechanism.Ip6 => sender is not null && term.Covers(term.Network!, sender),
            SpfMechanism.Include => await IncludesAsync(domain, target, cancel),
            SpfMechanism.A => sender is not null && await HostAsync(term, target, cancel),
            SpfMechanism.Mx => sender is not null && await MailHostsAsync(term, target, cancel),
            SpfMechanism.Exists => sender is not null && await ExistsAsync(target, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(term), term.Mechanism, null),
        };
    }

    private async Task<bool> IncludesAsync(string domain, string target, CancellationToken cancel)
    {
        var record = await FetchAsync(names, target, cancel)
            ?? throw new SpfBroken(SpfResult.PermError,
                $"include:{target} in the SPF record of {domain} leads to a domain without one");
        return await RecordAsync(target, record, cancel) == SpfResult.Pass;
    }

    private async Task<bool> HostAsync(SpfTerm term, string host, CancellationToken cancel) =>
        Sure(await names.AddressesAsync(host, sender!.AddressFamily, cancel)).Any(address => term.Covers(address, sender));

    private async Task<bool> MailHostsAsync(SpfTerm term, string domain, CancellationToken cancel)
    {
        var hosts = Sure(await names.MailHostsAsync(domain, cancel));
        if (hosts.Count > MostMailHosts) throw new SpfBroken(SpfResult.PermError, $"mx:{domain} has more than {MostMailHosts} hosts");
        foreach (var host in hosts.Where(host => host != "."))
        {
            if (await HostAsync(term, host, cancel)) return true;
        }

        return false;
    }

    private async Task<bool> ExistsAsync(string name, CancellationToken cancel) =>
        Sure(await names.AddressesAsync(name, AddressFamily.InterNetwork, cancel)).Count > 0;

    private void Count()
    {
        if (++Lookups > MostLookups)
            throw new SpfBroken(SpfResult.PermError,
                $"it takes more than {MostLookups} look-ups, and receivers give up there: take out includes that are not used");
    }

    private IReadOnlyList<T> Sure<T>(NameAnswer<T> answer)
    {
        if (answer.Failure is not null) throw new SpfBroken(SpfResult.TempError, answer.Failure);
        if (answer.Found.Count == 0 && ++_void > MostVoid)
            throw new SpfBroken(SpfResult.PermError,
                $"more than {MostVoid} of its names lead nowhere, and receivers give up there: take them out");
        return answer.Found;
    }
}

/// <param name="Why">What is broken; null when nothing is.</param>
internal sealed record SpfVerdict(SpfResult Result, string? Why);

/// <summary>Ends a walk (RFC 7208: permerror and temperror).</summary>
internal sealed class SpfBroken(SpfResult result, string why) : Exception(why)
{
    public SpfResult Result => result;
}
