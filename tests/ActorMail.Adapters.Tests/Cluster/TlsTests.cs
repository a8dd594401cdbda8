using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMail.Cluster;
using ActorMail.Testing;

namespace ActorMail.Adapters.Tests.Cluster;

public sealed class TlsTests : ClusterTestBase
{
    [Fact]
    public async Task Only_nodes_of_one_authority_form_a_cluster()
    {
        using var authority = Authority("CN=ActorMail test");
        using var stranger = Authority("CN=Somebody else");
        var first = await StartAsync(tls: Node(authority, authority));
        await first.UpAsync();
        var second = await StartAsync(tls: Node(authority, authority));
        await second.UpAsync(2);
        Assert.StartsWith("akka.ssl.tcp://", first.Address);

        // It believes the cluster's authority; the cluster does not believe its.
        var rogue = await StartAsync(tls: Node(stranger, authority));
        await Eventually.TrueAsync(() => rogue.Health.Fault?.Contains(first.Address) == true, "asking to join");
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.NotNull(rogue.Health.Fault);
        await first.UpAsync(2);
    }

    private static ClusterTls Node(X509Certificate2 signer, X509Certificate2 believed)
    {
        using var key = RSA.Create(2048);
        CertificateRequest request = new("CN=node", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var signed = request.Create(signer, signer.NotBefore, signer.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return new ClusterTls(
            X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null),
            X509CertificateLoader.LoadCertificate(believed.Export(X509ContentType.Cert)));
    }

    private static X509Certificate2 Authority(string name)
    {
        var key = RSA.Create(2048);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
