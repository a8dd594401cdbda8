using System.Globalization;
using System.Net;
using System.Security.Authentication;
using ActorMail.Relays;
using ActorMail.Smtp.Wire;

namespace ActorMail.Preflight.Relays;

/// <summary>How the link to a relay is secured, and for how long its certificate will do.</summary>
internal static class TlsFindings
{
    private const string What = "tls";
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static IEnumerable<Finding> Of(RelaySettings relay, ProbedRelay probed, DateTimeOffset now)
    {
        if (probed.Stage == ProbeStage.Tls)
        {
            yield return Finding.Failed(relay.Name, What, Why(relay, probed, now));
            yield break;
        }

        if (relay.Security == RelaySecurity.None)
        {
            yield return probed.Peer is { } peer && IPAddress.IsLoopback(peer.Address)
                ? Finding.Ok(relay.Name, What, "not needed on this machine")
                : Finding.Warning(relay.Name, What, "letters go there in plain text; set Security to starttls or tls");
            yield break;
        }

        var version = Version(probed.Offer?.Tls);
        if (probed.Certificate is not { } certificate) yield return Finding.Ok(relay.Name, What, version);
        else if (certificate.Until - now < Soon)
            yield return Finding.Warning(relay.Name, What,
                $"{version}, but the certificate ends {Day(certificate.Until)}, {Days(certificate, now)}; the relay's operator should renew it");
        else
            yield return Finding.Ok(relay.Name, What,
                $"{version}, certificate for {Names(certificate)} until {Day(certificate.Until)}, {Days(certificate, now)}");
    }

    private static string Why(RelaySettings relay, ProbedRelay probed, DateTimeOffset now)
    {
        var certificate = probed.Certificate;
        var faults = new List<string>();
        if (certificate is not null && relay.PinnedCertificate is null)
        {
            if (certificate.Until <= now)
                faults.Add($"the certificate ended {Day(certificate.Until)}: the relay's operator has to renew it");
            if (certificate.From > now)
                faults.Add($"the certificate begins {Day(certificate.From)}: see the clocks of both machines");
            if (certificate.WrongName)
                faults.Add($"the certificate is for {Names(certificate)}, not for {relay.Host}: name the relay by that Host");
            if (certificate.Unknown)
                faults.Add("nobody this machine trusts vouches for the certificate: add its authority to the machine's trusted ones");
        }

        return faults.Count > 0
            ? string.Join("; ", faults)
            : $"{probed.Fault!.Why.TrimEnd('.')}; see Security and Port of the relay (starttls is usual on 587, tls on 465)";
    }

    private static string Version(SslProtocols? protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => "TLS",
    };

    private static string Names(ShownCertificate certificate) =>
        string.Join(", ", certificate.Names.Take(3)) + (certificate.Names.Count > 3 ? ", ..." : "");

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Days(ShownCertificate certificate, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"in {(int)(certificate.Until - now).TotalDays} days");
}
