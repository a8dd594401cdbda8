using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace ActorMail.Cluster;

/// <summary>
/// Both sides of a connection show a certificate, and both believe only the private authority: whether the machine trusts it, and
/// whatever else the machine trusts, does not count.
/// </summary>
internal static class TlsBetweenNodes
{
    public static DotNettySslSetup Setup(ClusterTls tls) => new(
        tls.Certificate, suppressValidation: false, requireMutualAuthentication: true, validateCertificateHostname: false,
        (shown, _, peer, _, log) =>
        {
            var fault = Fault(shown, tls.Authority);
            if (fault is not null) log.Warning("The certificate of {0} is refused: {1}", peer, fault);
            return fault is null;
        });

    /// <summary>Why a certificate is not believed; null when it comes from the authority and is valid now.</summary>
    public static string? Fault(X509Certificate2? shown, X509Certificate2 authority)
    {
        if (shown is null) return "none was shown";
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(shown)
            ? null
            : $"{shown.Subject}: {string.Join(", ", chain.ChainStatus.Select(status => status.Status))}";
    }
}
