using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMail.Cluster;
using ActorMail.Options;

namespace ActorMail.Tests.Options;

public sealed class The_certificates_of_a_cluster_are_looked_at_first : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("actormail-tls-").FullName;
    private readonly X509Certificate2 _authority = Authority("ours");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sound_files_give_the_certificate_with_its_key()
    {
        var (tls, faults) = Read(Node(_authority), _authority);
        Assert.Empty(faults);
        Assert.True(tls!.Certificate.HasPrivateKey);
        Assert.Equal(_authority.Thumbprint, tls.Authority.Thumbprint);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => AssertFault(
        "Authority", "cannot be read", Options(Node(_authority), _authority, o => File.Delete(o.Authority!)));

    [Fact]
    public void A_file_that_is_no_certificate_is_named() => AssertFault(
        "Certificate", "is no certificate in PEM", Options(Node(_authority), _authority, o => File.WriteAllText(o.Certificate!, "no")));

    [Fact]
    public void A_key_of_another_certificate_is_named() => AssertFault(
        "Key", "belongs to the certificate",
        Options(Node(_authority), _authority, o => File.WriteAllText(o.Key!, KeyOf(Node(_authority)))));

    [Fact]
    public void A_file_that_is_no_key_is_named() => AssertFault(
        "Key", "is no private key in PEM", Options(Node(_authority), _authority, o => File.WriteAllText(o.Key!, "no")));

    [Fact]
    public void An_expired_certificate_is_named_with_its_day() => AssertFault(
        "Certificate", "has expired on 2026-02-28", Options(Node(_authority, until: Now.AddDays(-1)), _authority));

    [Fact]
    public void One_that_is_not_valid_yet_is_named() => AssertFault(
        "Certificate", "is not valid before 2026-03-02", Options(Node(_authority, from: Now.AddDays(1)), _authority));

    [Fact]
    public void A_certificate_of_another_authority_is_named() => AssertFault(
        "Certificate", "is not issued by the authority in", Options(Node(Authority("theirs")), _authority));

    [Fact]
    public void Every_wrong_file_is_named_at_once()
    {
        var options = Options(Node(_authority), _authority, o =>
        {
            File.Delete(o.Key!);
            File.WriteAllText(o.Certificate!, "no");
        });
        Assert.Equal(
            ["ActorMail:Cluster:Tls:Certificate", "ActorMail:Cluster:Tls:Key"],
            ClusterCertificates.Read(options, Now).Faults.Select(fault => fault.Path).Order());
    }

    [Fact]
    public void Without_a_cluster_nobody_looks()
    {
        var options = new ClusterOptions { Tls = { Certificate = "a", Key = "b", Authority = "c" } };
        var (tls, faults) = ClusterCertificates.Read(options, Now);
        Assert.Null(tls);
        Assert.Empty(faults);
    }

    private static void AssertFault(string key, string says, ClusterOptions options)
    {
        var (tls, faults) = ClusterCertificates.Read(options, Now);
        Assert.Null(tls);
        var fault = Assert.Single(faults);
        Assert.Equal($"ActorMail:Cluster:Tls:{key}", fault.Path);
        Assert.Contains(says, fault.Message);
    }

    private (ClusterTls? Tls, IReadOnlyList<OptionFault> Faults) Read(
        X509Certificate2 node, X509Certificate2 authority) => ClusterCertificates.Read(Options(node, authority), Now);

    private ClusterOptions Options(X509Certificate2 node, X509Certificate2 authority, Action<ClusterTlsOptions>? spoil = null)
    {
        var tls = new ClusterTlsOptions
        {
            Certificate = Write("node.pem", node.ExportCertificatePem()),
            Key = Write("node.key", KeyOf(node)),
            Authority = Write("authority.pem", authority.ExportCertificatePem()),
        };
        spoil?.Invoke(tls);
        return new ClusterOptions { Enabled = true, Tls = tls };
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return Path.Combine(_folder, name);
    }

    private static string KeyOf(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    private static X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
    }

    private static X509Certificate2 Node(X509Certificate2 authority, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node-1", key, HashAlgorithmName.SHA256);
        return request.Create(authority, from ?? Now.AddDays(-9), until ?? Now.AddDays(9), [1, 2, 3]).CopyWithPrivateKey(key);
    }
}
