using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMail.Cluster;

namespace ActorMail.Options;

/// <summary>Reads the files of <c>Cluster:Tls</c> and finds out at the start what would otherwise end every handshake.</summary>
internal static class ClusterCertificates
{
    /// <summary>What the node shows and believes; null without TLS or with faults.</summary>
    public static (ClusterTls? Tls, IReadOnlyList<OptionFault> Faults) Read(ClusterOptions cluster, DateTimeOffset now)
    {
        var (tls, faults) = (cluster.Tls, new List<OptionFault>());
        var files = new[] { tls.Certificate, tls.Key, tls.Authority };
        // A half given TLS is the rules' fault to tell.
        if (!cluster.Enabled || files.Any(string.IsNullOrWhiteSpace)) return (null, faults);

        var own = Certificate("Certificate", tls.Certificate!, now, faults);
        var authority = Certificate("Authority", tls.Authority!, now, faults);
        var key = Text("Key", tls.Key!, faults);
        if (own is not null && authority is not null && IssuedFault(own, authority, now) is { } stranger)
            faults.Add(At("Certificate", $"{tls.Certificate} {stranger} {tls.Authority}"));
        var keyed = own is null || key is null ? null : WithKey(own, key, tls.Key!, faults);
        return (keyed is null || authority is null || faults.Count > 0 ? null : new ClusterTls(keyed, authority), faults);
    }

    private static X509Certificate2? Certificate(string name, string file, DateTimeOffset now, List<OptionFault> faults)
    {
        if (Text(name, file, faults) is not { } text) return null;
        try
        {
            var certificate = X509Certificate2.CreateFromPem(text);
            var fault = now > certificate.NotAfter ? $"{file} has expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}"
                : now < certificate.NotBefore ? $"{file} is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC"
                : null;
            if (fault is null) return certificate;
            faults.Add(At(name, fault));
        }
        catch (CryptographicException)
        {
            faults.Add(At(name, $"{file} is no certificate in PEM (-----BEGIN CERTIFICATE-----)"));
        }

        return null;
    }

    private static string? Text(string name, string file, List<OptionFault> faults)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add(At(name, $"cannot be read: {fault.Message}"));
            return null;
        }
    }

    private static string? IssuedFault(X509Certificate2 certificate, X509Certificate2 authority, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        return chain.Build(certificate) ? null : "is not issued by the authority in";
    }

    private static X509Certificate2? WithKey(X509Certificate2 certificate, string key, string file, List<OptionFault> faults)
    {
        try
        {
            using var keyed = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key);
            // A key that lives only in memory is refused by Windows' TLS; through PKCS #12 it is taken everywhere.
            return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            faults.Add(At("Key", $"{file} is no private key in PEM that belongs to the certificate"));
            return null;
        }
    }

    private static OptionFault At(string name, string message) => OptionRules.At($"Cluster:Tls:{name}", message);
}
