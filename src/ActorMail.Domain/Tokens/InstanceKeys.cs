using System.Security.Cryptography;
using System.Text;

namespace ActorMail.Tokens;

/// <summary>Keys of this installation, each derived for one purpose from a secret that is made once and kept in the store.</summary>
public sealed class InstanceKeys
{
    private const int SecretLength = 32;
    private readonly byte[] _secret;

    public InstanceKeys(byte[] secret)
    {
        if (secret.Length < SecretLength) throw new ArgumentException($"The secret needs {SecretLength} bytes.", nameof(secret));
        _secret = secret;
    }

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>A 32-byte key for <paramref name="purpose"/>; keys of different purposes tell nothing about each other.</summary>
    public byte[] For(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, SecretLength, info: Encoding.UTF8.GetBytes(purpose));
}

/// <summary>Where the installation's secret is kept.</summary>
public interface IInstanceSecretStore
{
    /// <summary>The secret; made and stored by the first caller.</summary>
    Task<byte[]> GetOrCreateAsync(CancellationToken cancel);
}
