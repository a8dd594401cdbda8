using System.Security.Cryptography;
using ActorMail.Letters;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace ActorMail.Smtp.Dkim;

/// <summary>A private key in PEM, read once at the start. What is said of it never holds any of it.</summary>
/// <param name="Key">Null when it cannot sign.</param>
/// <param name="Fault">Why it cannot.</param>
/// <param name="Warnings">What the operator should change although it signs.</param>
public sealed record DkimKeyFile(DkimKey? Key, string? Fault, IReadOnlyList<string> Warnings)
{
    private const int ShortestRsa = 1024;
    private const int SoundRsa = 2048;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static DkimKeyFile Read(string domain, string selector, string file)
    {
        string pem;
        var warnings = new List<string>();
        try
        {
            pem = File.ReadAllText(file);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
                warnings.Add($"{file} can be read or changed by other users of this machine: chmod 600 {file}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Refused($"cannot be read: {fault.Message}");
        }

        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal))
            return Refused($"{file} is encrypted, and nobody could type its passphrase: decrypt it and chmod 600 it");
        if (!PemEncoding.TryFind(pem, out var fields)) return Refused($"{file} is no key in PEM (-----BEGIN PRIVATE KEY-----)");
        var label = pem[fields.Label];
        var der = new byte[fields.DecodedDataLength];
        Convert.TryFromBase64String(pem[fields.Base64Data], der, out _);
        try
        {
            return label switch
            {
                "RSA PRIVATE KEY" => Rsa(domain, selector, file, rsa => rsa.ImportRSAPrivateKey(der, out _), warnings),
                "PRIVATE KEY" => PrivateKeyFactory.CreateKey(der) switch
                {
                    Ed25519PrivateKeyParameters ed25519 => new DkimKeyFile(Ed25519(domain, selector, ed25519), null, warnings),
                    RsaKeyParameters => Rsa(domain, selector, file, rsa => rsa.ImportPkcs8PrivateKey(der, out _), warnings),
                    _ => Refused($"{file} is neither an RSA nor an Ed25519 key, and DKIM knows no other"),
                },
                "EC PRIVATE KEY" or "DSA PRIVATE KEY" =>
                    Refused($"{file} is neither an RSA nor an Ed25519 key, and DKIM knows no other"),
                "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE" => Refused($"{file} is a public key; give the private one"),
                _ => Refused($"{file} is no private key but a {label}"),
            };
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or ArgumentException
            or InvalidCastException or SecurityUtilityException)
        {
            return Refused($"{file} is damaged: it holds no private key that can be used");
        }
    }

    private static DkimKeyFile Rsa(string domain, string selector, string file, Action<RSA> import, List<string> warnings)
    {
        using var rsa = RSA.Create();
        import(rsa);
        if (rsa.KeySize < ShortestRsa)
            return Refused($"{file} has {rsa.KeySize} bits; receivers ignore RSA keys under {ShortestRsa}, make one with {SoundRsa}");
        if (rsa.KeySize < SoundRsa)
            warnings.Add($"{file} has {rsa.KeySize} bits; make one with {SoundRsa}, some receivers take no less");
        var identity = new DkimIdentity(domain, selector, DkimKeyKind.Rsa, rsa.ExportSubjectPublicKeyInfo());
        return new DkimKeyFile(new RsaDkimKey(identity, rsa.ExportPkcs8PrivateKey()), null, warnings);
    }

    private static Ed25519DkimKey Ed25519(string domain, string selector, Ed25519PrivateKeyParameters key) =>
        new(new DkimIdentity(domain, selector, DkimKeyKind.Ed25519, key.GeneratePublicKey().GetEncoded()), key);

    private static DkimKeyFile Refused(string fault) => new(null, fault, []);
}
