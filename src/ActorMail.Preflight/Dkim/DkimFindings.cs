using System.Security.Cryptography;
using ActorMail.Letters;
using ActorMail.Preflight.Names;

namespace ActorMail.Preflight.Dkim;

/// <summary>Whether receivers can check what this node's keys sign.</summary>
internal static class DkimFindings
{
    private const string What = "dkim";

    public static async Task<IReadOnlyList<Finding>> OfAsync(
        NameServers names, string from, IReadOnlyList<DkimIdentity> keys, CancellationToken cancel)
    {
        if (keys.Count == 0)
            return [Finding.Warning(from, What,
                "this node signs no letter: give it a key (docs/dkim.md), unless the relay signs for the domain")];
        return await Task.WhenAll(keys.Select(async key => Of(key, await names.TextsAsync(key.RecordName, cancel))));
    }

    private static Finding Of(DkimIdentity key, NameAnswer<string> answer)
    {
        if (answer.Failure is not null) return Failed(key, $"cannot be looked up: {answer.Failure}");
        var records = answer.Found.Where(text => text.Contains("p=", StringComparison.OrdinalIgnoreCase)).ToList();
        if (records.Count == 0) return Failed(key, $"{key.RecordName} is not published: add TXT \"{key.Record}\"");
        if (records.Count > 1)
            return Failed(key, $"{key.RecordName} has {records.Count} records, and receivers may take the wrong one: keep one");
        var tags = new TagList(records[0]);
        if (Fault(key, tags) is { } fault) return Failed(key, $"{key.RecordName} {fault}");
        return tags.Lists("t", "y")
            ? Finding.Warning(key.Domain, What,
                $"{key.RecordName} says t=y, testing, and receivers may take the letters as unsigned: take it out")
            : Finding.Ok(key.Domain, What, $"{key.RecordName} is the key of this node");
    }

    private static string? Fault(DkimIdentity key, TagList tags)
    {
        var published = (tags["p"] ?? "").Where(c => !char.IsWhiteSpace(c)).ToArray();
        var kind = tags["k"] ?? "rsa";
        if (tags["v"] is { } version && version != "DKIM1") return $"is of version {version}: it has to begin with v=DKIM1";
        if (published.Length == 0) return "is revoked (p= is empty): publish the key again or give this node another";
        if (!kind.Equals(key.Kind == DkimKeyKind.Rsa ? "rsa" : "ed25519", StringComparison.OrdinalIgnoreCase))
            return $"is of another kind (k={kind}) than the key of this node: publish \"{key.Record}\"";
        if (!tags.Allows("h", "sha256")) return "does not allow sha256 (h=): take h= out";
        if (!tags.Allows("s", "email")) return "is not for e-mail (s=): take s= out";
        var bytes = new byte[published.Length];
        if (!Convert.TryFromBase64Chars(published, bytes, out var count))
            return "holds no key that can be read: see whether p= was cut or broken by quotes";
        return IsSame(key, bytes.AsSpan(0, count))
            ? null
            : $"is not the public half of this node's key: publish \"{key.Record}\", or give this node the other key";
    }

    /// <summary>RSA keys are published in one of two forms.</summary>
    private static bool IsSame(DkimIdentity key, ReadOnlySpan<byte> published)
    {
        if (published.SequenceEqual(key.PublicKey.Span)) return true;
        if (key.Kind != DkimKeyKind.Rsa) return false;
        try
        {
            using var other = RSA.Create();
            other.ImportRSAPublicKey(published, out _);
            return other.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.PublicKey.Span);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static Finding Failed(DkimIdentity key, string text) => Finding.Failed(key.Domain, What, text);
}
