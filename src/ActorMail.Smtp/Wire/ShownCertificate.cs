using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ActorMail.Smtp.Wire;

/// <summary>What a relay's certificate says of itself, and what is wrong with it by the usual rules.</summary>
/// <param name="Names">Whom it is for.</param>
/// <param name="WrongName">It is for another host than the one that was asked for.</param>
/// <param name="Unknown">Nobody this machine trusts vouches for it.</param>
internal sealed record ShownCertificate(
    DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<string> Names, bool WrongName, bool Unknown)
{
    /// <summary>Out of date is told by the dates.</summary>
    private const X509ChainStatusFlags OutOfDate = X509ChainStatusFlags.NotTimeValid;

    public static ShownCertificate Of(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors) => new(
        certificate.NotBefore.ToUniversalTime(),
        certificate.NotAfter.ToUniversalTime(),
        NamesOf(certificate),
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
        errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            && chain?.ChainStatus.Any(status => (status.Status & ~OutOfDate) != X509ChainStatusFlags.NoError) != false);

    private static string[] NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(ip => ip.ToString())))
            .ToArray();
        return names.Length > 0 ? names : [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)];
    }
}
