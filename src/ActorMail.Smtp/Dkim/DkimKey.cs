using System.Collections.Concurrent;
using System.Security.Cryptography;
using ActorMail.Letters;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ActorMail.Smtp.Dkim;

/// <summary>A private key that signs letters. It shows its public half only.</summary>
public abstract class DkimKey
{
    private protected DkimKey(DkimIdentity identity) => Identity = identity;

    public DkimIdentity Identity { get; }

    /// <summary>The value of <c>a=</c>.</summary>
    internal abstract string Algorithm { get; }

    /// <summary>Safe to call from many threads; the same hash always gives the same signature.</summary>
    internal abstract byte[] Sign(ReadOnlySpan<byte> sha256);

    public override string ToString() => $"{Identity.Selector}._domainkey.{Identity.Domain} ({Identity.Kind})";
}

/// <summary>By the platform: ten times faster than a managed one.</summary>
internal sealed class RsaDkimKey(DkimIdentity identity, byte[] pkcs8) : DkimKey(identity)
{
    // An RSA promises nothing to two threads at once, so each signing takes one that is free.
    private readonly ConcurrentBag<RSA> _free = [];

    internal override string Algorithm => "rsa-sha256";

    internal override byte[] Sign(ReadOnlySpan<byte> sha256)
    {
        if (!_free.TryTake(out var rsa))
        {
            rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        }

        var signature = rsa.SignHash(sha256, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _free.Add(rsa);
        return signature;
    }
}

/// <summary>By BouncyCastle: .NET has no Ed25519 of its own.</summary>
internal sealed class Ed25519DkimKey(DkimIdentity identity, Ed25519PrivateKeyParameters key) : DkimKey(identity)
{
    private readonly byte[] _secret = key.GetEncoded();

    internal override string Algorithm => "ed25519-sha256";

    internal override byte[] Sign(ReadOnlySpan<byte> sha256)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_secret, 0, sha256.ToArray(), 0, sha256.Length, signature, 0);
        return signature;
    }
}
