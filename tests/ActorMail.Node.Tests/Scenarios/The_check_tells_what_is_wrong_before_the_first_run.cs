using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMail.DevInbox;
using ActorMail.Node.Tests.Cli;
using ActorMail.Testing.Names;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>A node, a relay with TLS and a login, a DNS server, and the command.</summary>
public sealed class The_check_tells_what_is_wrong_before_the_first_run : IDisposable
{
    private const string Secret = "secret-word";
    private readonly NodeSetup _setup = new();

    [Fact]
    public async Task All_is_well_then_a_record_is_wrong()
    {
        using var authority = Authority();
        using var certificate = CertificateBy(authority);
        await using var relay = await DevInboxServer.StartAsync(
            new DevInboxOptions { Tls = InboxTls.StartTls, Certificate = certificate, RequireAuth = new InboxLogin("user", Secret) }, default);
        await using var names = new NameServer();
        using var key = RSA.Create(2048);
        var published = $"v=DKIM1; p={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}";
        names.Text("example.org", "v=spf1 ip4:203.0.113.9 -all").Text("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:d@example.org")
            .Text("m1._domainkey.example.org", published).MailHost("example.org", "mx.example.org");
        Configure(relay, names, key, authority);
        await using var node = await NodeProcess.StartAsync(_setup);

        var well = await CheckAsync();
        names.Text("m1._domainkey.example.org", published[..^8] + "AAAAAAAA");
        var wrong = await CheckAsync();

        Assert.Equal((0, ""), (well.Exit, well.Error));
        Assert.DoesNotContain("failed", well.Out);
        Assert.Contains("certificate for localhost until", well.Out);
        Assert.Matches(@"(?m)^ok +example\.org +dkim +m1\._domainkey\.example\.org is the key of this node$", well.Out);
        Assert.Equal(1, wrong.Exit);
        Assert.Matches(@"(?m)^failed +example\.org +dkim +m1\._domainkey\.example\.org is not the public half", wrong.Out);
        Assert.DoesNotContain(Secret, well.Out + wrong.Out);
        Assert.Equal((2, 0), (relay.Faults.Seen(InboxPhase.Auth), relay.Faults.Seen(InboxPhase.Mail)));
    }

    public void Dispose() => _setup.Dispose();

    private Task<Typed> CheckAsync() => Typed.RunAsync(_setup.Url.ToString(), "", "check");

    private void Configure(DevInboxServer relay, NameServer names, RSA key, X509Certificate2 authority)
    {
        Directory.CreateDirectory(_setup.Folder);
        var (keyFile, trusted) = (Path.Combine(_setup.Folder, "m1.pem"), Path.Combine(_setup.Folder, "authority.pem"));
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(trusted, authority.ExportCertificatePem());
        // Whom the node's machine trusts.
        _setup.Environment["SSL_CERT_FILE"] = trusted;
        _setup.SendingTo("localhost", relay.Port, 2).Set("Relays:0:Security", "starttls").Set("Relays:0:UserName", "user")
            .Set("Relays:0:Password", Secret).Set("Dkim:0:Selector", "m1").Set("Dkim:0:PrivateKeyFile", keyFile)
            .Set("Dns:Server", names.Address.ToString());
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=an authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(365));
    }

    private static X509Certificate2 CertificateBy(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(authority, now.AddDays(-1), now.AddDays(60), [1]);
        return signed.CopyWithPrivateKey(key);
    }
}
