namespace ActorMail.Letters;

/// <summary>What the world may know of a DKIM key.</summary>
/// <param name="Domain">The signing domain (<c>d=</c>): the sender's own or one above it.</param>
/// <param name="PublicKey">RSA: SubjectPublicKeyInfo; Ed25519: the 32 bytes of RFC 8463. What <c>p=</c> holds in base64.</param>
public sealed record DkimIdentity(string Domain, string Selector, DkimKeyKind Kind, ReadOnlyMemory<byte> PublicKey)
{
    /// <summary>Where the public half is published as a TXT record.</summary>
    public string RecordName => $"{Selector}._domainkey.{Domain}";

    /// <summary>What is published there.</summary>
    public string Record =>
        $"v=DKIM1; k={(Kind == DkimKeyKind.Rsa ? "rsa" : "ed25519")}; p={Convert.ToBase64String(PublicKey.Span)}";
}

/// <summary>How a key signs: RFC 6376 or RFC 8463.</summary>
public enum DkimKeyKind
{
    Rsa,
    Ed25519,
}
