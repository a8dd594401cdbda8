using ActorMail.Relays;
using ActorMail.Smtp.Wire;

namespace ActorMail.Preflight.Relays;

/// <summary>A probed relay in findings, in the order of a session; what comes after the first failure was not looked at.</summary>
internal static class RelayFindings
{
    public static IEnumerable<Finding> Of(RelaySettings relay, ProbedRelay probed, DateTimeOffset now)
    {
        var place = $"{relay.Host}:{relay.Port}";
        if (probed.Stage == ProbeStage.Connect)
        {
            yield return Failed(relay, "connect", probed, "see Host and Port of the relay, and the firewall in between");
            yield break;
        }

        yield return Finding.Ok(relay.Name, "connect", $"{place} answers");
        if (probed.Stage == ProbeStage.Greeting)
        {
            yield return Failed(relay, "greeting", probed, "ask the relay's operator, or see whether the port is one of SMTP");
            yield break;
        }

        if (probed.Stage > ProbeStage.Tls || relay.Security == RelaySecurity.StartTls)
            yield return Finding.Ok(relay.Name, "greeting", "it greets and takes EHLO");
        foreach (var finding in TlsFindings.Of(relay, probed, now)) yield return finding;
        if (probed.Stage == ProbeStage.Tls) yield break;

        if (probed.Stage == ProbeStage.Login)
        {
            yield return Failed(relay, "login", probed, LoginAdvice(probed.Fault!));
            yield break;
        }

        yield return relay.UserName is null
            ? Finding.Ok(relay.Name, "login", "none is configured")
            : Finding.Ok(relay.Name, "login", "accepted");
        yield return Finding.Ok(relay.Name, "offers", OfferText(probed.Offer!));
    }

    private static string LoginAdvice(RelayFault fault) => fault.Kind == RelayFaultKind.Credentials
        ? "correct UserName and Password of the relay before you try again: more tries may lock the account"
        : "try again later";

    private static string OfferText(RelayOffer offer)
    {
        var text = string.Join(", ", offer.Extensions.Select(
            name => name == "SIZE" && offer.MaxSize > 0 ? $"SIZE {offer.MaxSize}" : name));
        if (text.Length == 0) text = "none of the extensions";
        return offer.Missing.Count == 0 ? text : $"{text}; not {string.Join(", ", offer.Missing)}";
    }

    private static Finding Failed(RelaySettings relay, string what, ProbedRelay probed, string advice) =>
        Finding.Failed(relay.Name, what, $"{probed.Fault!.Why.TrimEnd('.')}; {advice}");
}
