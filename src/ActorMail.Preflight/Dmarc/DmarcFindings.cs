using ActorMail.Letters;
using ActorMail.Preflight.Names;

namespace ActorMail.Preflight.Dmarc;

/// <summary>What receivers are told to do with letters that do not prove whose they are, and whether this node's do.</summary>
internal static class DmarcFindings
{
    private const string What = "dmarc";

    public static async Task<IReadOnlyList<Finding>> OfAsync(
        NameServers names, string from, IReadOnlyList<DkimIdentity> keys, CancellationToken cancel)
    {
        // The record of the domain, else the nearest one above it.
        for (var domain = from; domain.Contains('.'); domain = domain[(domain.IndexOf('.') + 1)..])
        {
            var answer = await names.TextsAsync($"_dmarc.{domain}", cancel);
            if (answer.Failure is not null) return [Finding.Failed(from, What, $"cannot be looked up: {answer.Failure}")];
            var records = answer.Found.Where(text => text.Replace(" ", "").StartsWith("v=DMARC1", StringComparison.Ordinal)).ToList();
            if (records.Count > 1)
                return [Finding.Failed(from, What,
                    $"_dmarc.{domain} has {records.Count} records, and receivers then take none: keep one")];
            if (records.Count == 1) return Read(from, domain, new TagList(records[0]), keys);
        }

        return
        [
            Finding.Failed(from, What,
                $"{from} publishes no policy, which large providers ask for: add TXT \"v=DMARC1; p=none; rua=mailto:…\" at _dmarc.{from}"),
        ];
    }

    private static IReadOnlyList<Finding> Read(string from, string domain, TagList tags, IReadOnlyList<DkimIdentity> keys)
    {
        var name = domain != from && tags["sp"] is not null ? "sp" : "p";
        var policy = tags[name]?.ToLowerInvariant();
        if (policy is not ("none" or "quarantine" or "reject"))
            return [Finding.Failed(from, What,
                $"_dmarc.{domain} says no policy that is one: write p=none, p=quarantine or p=reject")];
        var reports = tags["rua"] is null ? "; it asks for no reports (rua=mailto:…), which would show who fails" : "";
        return [Finding.Ok(from, What, $"_dmarc.{domain}: {name}={policy}{reports}"), Alignment(from, tags, keys)];
    }

    /// <summary>The letters' envelope has the domain of From, so SPF is aligned where it passes; a key may be of a domain above.</summary>
    private static Finding Alignment(string from, TagList tags, IReadOnlyList<DkimIdentity> keys)
    {
        const string what = "alignment";
        var strict = tags["adkim"]?.Equals("s", StringComparison.OrdinalIgnoreCase) == true;
        var aligned = keys.FirstOrDefault(
            key => key.Domain == from || (!strict && from.EndsWith("." + key.Domain, StringComparison.Ordinal)));
        if (aligned is not null) return Finding.Ok(from, what, $"From agrees with SPF ({from}) and with DKIM (d={aligned.Domain})");
        return keys.Count == 0
            ? Finding.Warning(from, what,
                $"From agrees with SPF ({from}) only, which forwarded letters lose: sign them (docs/dkim.md)")
            : Finding.Failed(from, what, $"the policy says adkim=s, and the key is of {keys[0].Domain}, not of {from}: "
                + $"set the Domain of the key to {from} and publish it there");
    }
}
