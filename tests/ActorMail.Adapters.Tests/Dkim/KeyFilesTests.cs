using System.Security.Cryptography;
using ActorMail.Adapters.Tests.Sql;
using ActorMail.Letters;
using ActorMail.Smtp.Dkim;

namespace ActorMail.Adapters.Tests.Dkim;

/// <summary>A key that cannot sign is found out when the node starts, and no word about it holds any of it.</summary>
public sealed class KeyFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_usual_form_of_a_key_is_read()
    {
        using var rsa = RSA.Create(2048);

        foreach (var pem in new[] { rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportRSAPrivateKeyPem(), "a note\n" + rsa.ExportPkcs8PrivateKeyPem() })
        {
            var read = Read(pem);
            Assert.Null(read.Fault);
            Assert.Empty(read.Warnings);
            Assert.Equal(rsa.ExportSubjectPublicKeyInfo(), read.Key!.Identity.PublicKey.ToArray());
            Assert.Equal($"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}", read.Key.Identity.Record);
        }

        var ed25519 = Read(Signed.Ed25519Pem()).Key!.Identity;
        Assert.Equal((DkimKeyKind.Ed25519, 32, "s1._domainkey.example.org"), (ed25519.Kind, ed25519.PublicKey.Length, ed25519.RecordName));
    }

    [Fact]
    public void The_wrong_ones_are_refused_with_the_reason()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var encrypted = rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10));
        var pem = rsa.ExportPkcs8PrivateKeyPem();

        Assert.Contains("no key in PEM", Read("hello").Fault);
        Assert.Contains("public key", Read(rsa.ExportSubjectPublicKeyInfoPem()).Fault);
        Assert.Contains("is encrypted", Read(encrypted).Fault);
        Assert.Contains("is encrypted", Read("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n").Fault);
        Assert.Contains("neither an RSA nor an Ed25519", Read(ec.ExportPkcs8PrivateKeyPem()).Fault);
        Assert.Contains("neither an RSA nor an Ed25519", Read(ec.ExportECPrivateKeyPem()).Fault);
        Assert.Contains("512 bits", Read(Signed.RsaPem(512)).Fault);
        Assert.Contains("cannot be read", DkimKeyFile.Read("example.org", "s1", _folder.File("nobody.pem")).Fault);
        var damaged = Read(PemEncoding.WriteString("PRIVATE KEY", Convert.FromBase64String("AAECAwQFBgc="))).Fault;
        Assert.Contains("damaged", damaged);
        Assert.Contains("damaged", Read(PemEncoding.WriteString("RSA PRIVATE KEY", Convert.FromBase64String("AAECAwQFBgc="))).Fault);
        Assert.DoesNotContain(pem.Split('\n')[1][..20], string.Concat(Read(pem[..300] + pem[400..]).Fault, Read(pem).Key));
    }

    [Fact]
    public void A_short_key_and_an_open_file_are_warned_of()
    {
        Assert.Contains("1024 bits", Assert.Single(Read(Signed.RsaPem(1024)).Warnings));
        if (OperatingSystem.IsWindows()) return;
        Assert.Contains("chmod 600", Assert.Single(
            Read(Signed.RsaPem(2048), UnixFileMode.UserRead | UnixFileMode.OtherRead).Warnings));
    }

    private DkimKeyFile Read(string pem, UnixFileMode mode = UnixFileMode.UserRead)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.pem");
        File.WriteAllText(file, pem);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, mode);
        return DkimKeyFile.Read("example.org", "s1", file);
    }
}
