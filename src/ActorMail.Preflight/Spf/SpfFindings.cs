using System.Net;
using ActorMail.Preflight.Names;

namespace ActorMail.Preflight.Spf;

/// <summary>Which servers the sender's domain lets send, and whether the relays are among them.</summary>
internal static class SpfFindings
{
    private const string What = "spf";

    /// <param name="relays">Their addresses as far as they are known, by name.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(
        NameServers names, string domain, IEnumerable<RelayAddresses> relays, CancellationToken cancel)
    {
        SpfRecord? record;
        var everything = new SpfWalk(names, null);
        SpfVerdict whole;
        try
        {
            record = await SpfWalk.FetchAsync(names, domain, cancel);
            if (record is null)
                return [Finding.Failed(domain, What,
                    $"{domain} publishes no SPF record: add TXT \"v=spf1 include:… -all\" with what the relay's operator names")];
            whole = await everything.JudgeAsync(domain, record, cancel);
        }
        catch (SpfBroken broken)
        {
            return [Broken(domain, broken.Result, broken.Message)];
        }

        if (whole.Why is not null) return [Broken(domain, whole.Result, whole.Why)];
        var findings = new List<Finding> { End(domain, record, everything.Lookups) };
        foreach (var relay in relays) findings.Add(await RelayAsync(names, domain, record, relay, cancel));
        return findings;
    }

    private static Finding Broken(string domain, SpfResult result, string why) => result == SpfResult.TempError
        ? Finding.Failed(domain, What, $"cannot be looked up: {why}")
        : Finding.Failed(domain, What, why);

    private static Finding End(string domain, SpfRecord record, int lookups)
    {
        var found = $"one record, {lookups} of 10 look-ups";
        return record.End?.Qualifier switch
        {
            SpfResult.Pass => Finding.Failed(domain, What,
                $"{found}, and it ends with +all, which lets everybody send as {domain}: end it with -all or ~all"),
            SpfResult.Fail => Finding.Ok(domain, What, $"{found}, ends with -all"),
            SpfResult.SoftFail => Finding.Ok(domain, What, $"{found}, ends with ~all"),
            null when record.Redirect is not null => Finding.Ok(domain, What, $"{found}, goes on with redirect={record.Redirect}"),
            _ => Finding.Warning(domain, What,
                $"{found}, but it says nothing of servers it does not name: end it with -all or ~all"),
        };
    }

    private static async Task<Finding> RelayAsync(
        NameServers names, string domain, SpfRecord record, RelayAddresses relay, CancellationToken cancel)
    {
        var tellable = relay.Addresses.Where(address => !NetworkOf.IsInside(address)).ToList();
        if (tellable.Count == 0)
            return Finding.Warning(domain, What,
                $"which address {relay.Name} sends from cannot be told from here: see that the record names it");
        var others = new List<string>();
        foreach (var address in tellable)
        {
            var verdict = await new SpfWalk(names, address).JudgeAsync(domain, record, cancel);
            if (verdict.Result != SpfResult.Pass) others.Add($"{address} ({verdict.Why ?? Word(verdict.Result)})");
        }

        return others.Count == 0
            ? Finding.Ok(domain, What, $"{relay.Name} may send: {string.Join(", ", tellable)}")
            : Finding.Warning(domain, What, $"the record does not name {relay.Name} at {string.Join(", ", others)}: "
                + "unless the relay sends from another address that is named, add its include: or ip4:");
    }

    private static string Word(SpfResult result) => result switch
    {
        SpfResult.Fail => "fail",
        SpfResult.SoftFail => "softfail",
        SpfResult.Untold => "depends on the message",
        _ => "neutral",
    };
}

/// <summary>Where a relay answers, which is often where it sends from.</summary>
internal sealed record RelayAddresses(string Name, IReadOnlyList<IPAddress> Addresses);
