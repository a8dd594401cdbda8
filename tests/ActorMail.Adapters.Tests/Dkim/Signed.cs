using System.Security.Cryptography;
using ActorMail.Adapters.Tests.Letters;
using ActorMail.Adapters.Tests.Sql;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Smtp;
using ActorMail.Smtp.Dkim;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace ActorMail.Adapters.Tests.Dkim;

/// <summary>Keys made for the tests, letters signed with them, and MimeKit's verifier over what is published for them.</summary>
internal static class Signed
{
    private static readonly Lazy<(DkimKey Rsa, DkimKey Ed25519)> Keys = new(() =>
    {
        using var folder = new TemporaryFolder();
        var rsa = folder.File("rsa.pem");
        File.WriteAllText(rsa, RsaPem(2048));
        var ed25519 = folder.File("ed25519.pem");
        File.WriteAllText(ed25519, Ed25519Pem());
        return (DkimKeyFile.Read("example.org", "r1", rsa).Key!, DkimKeyFile.Read("example.org", "e1", ed25519).Key!);
    });

    public static DkimKey Rsa => Keys.Value.Rsa;

    public static DkimKey Ed25519 => Keys.Value.Ed25519;

    public static string RsaPem(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    public static string Ed25519Pem()
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        return PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded());
    }

    public static byte[] Bytes(PostContent? content = null, Recipient? reader = null, params IReadOnlyList<DkimKey> keys) => Mail.Bytes(
        (IMimeLetter)Mail.PressOf("The Harbour", keys.Count == 0 ? [Rsa, Ed25519] : keys).Compose(Mail.Post(content)),
        reader ?? Mail.Reader());

    /// <summary>For each signature, whether MimeKit finds it good.</summary>
    public static IReadOnlyList<bool> Verify(byte[] mail)
    {
        var message = Mail.Parse(mail);
        var verifier = new DkimVerifier(new Published());
        return [.. message.Headers.Where(header => header.Field == "DKIM-Signature").Select(header => verifier.Verify(message, header))];
    }

    private sealed class Published : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) => GetPublicKey(
            new[] { Rsa, Ed25519 }.Single(key => (key.Identity.Domain, key.Identity.Selector) == (domain, selector)).Identity.Record);

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
