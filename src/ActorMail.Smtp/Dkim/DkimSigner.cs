using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using ActorMail.Smtp.Letters.Encoding;

namespace ActorMail.Smtp.Dkim;

/// <summary>
/// Signs letters (RFC 6376, RFC 8463), one signature for each key: relaxed/relaxed, never <c>l=</c>, every signed field named once
/// more than it is there, so that nobody can add a second one. The same letter gets the same signature on every attempt.
/// </summary>
/// <param name="at">The post's time, for <c>t=</c>.</param>
internal sealed class DkimSigner(IReadOnlyList<DkimKey> keys, DateTimeOffset at)
{
    private const int SignatureLine = 72;

    /// <summary>DELIVERY.md 6.3. RFC 8058 asks for the List-Unsubscribe fields; Reply-To and Cc are named although they are not there.</summary>
    private static readonly string[] Fields =
    [
        "from", "subject", "to", "date", "message-id", "mime-version", "content-type", "list-id", "list-unsubscribe",
        "list-unsubscribe-post", "feedback-id", "reply-to", "cc",
    ];

    public bool Signs => keys.Count > 0;

    /// <summary>Puts the signatures before the head.</summary>
    /// <param name="common">What the body begins with.</param>
    public void Sign(LetterBytes letter, CommonBody common)
    {
        Span<byte> bodyHash = stackalloc byte[SHA256.HashSizeInBytes];
        common.Hash(letter.Body.Written, bodyHash);
        using var signed = new LetterBuffer(4096);
        var names = AppendSignedFields(letter.Head.Written, signed);
        var length = signed.Length;
        using var signatures = new LetterBuffer(2048);
        foreach (var key in keys)
        {
            signed.Cut(length);
            AppendSignature(key, names, bodyHash, signed, signatures);
        }

        letter.Head.Prepend(signatures.Written);
    }

    /// <summary>Gives the value of <c>h=</c>.</summary>
    private static string AppendSignedFields(ReadOnlySpan<byte> head, LetterBuffer signed)
    {
        var names = new List<string>(Fields.Length * 2);
        while (head.Length > 0)
        {
            var end = EndOfField(head);
            if (NameOf(head) is { } name)
            {
                // Of fields that stand twice the last one is signed first; no letter of ours has any.
                if (names.Contains(name)) throw new InvalidOperationException($"The letter has two fields {name}.");
                names.Add(name);
                RelaxedForm.AppendField(head[..end], signed);
                signed.Append("\r\n"u8);
            }

            head = head[end..];
        }

        return string.Join(':', names.Concat(Fields));
    }

    private static string? NameOf(ReadOnlySpan<byte> field)
    {
        var name = field[..field.IndexOf((byte)':')];
        foreach (var known in Fields)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, known)) return known;
        }

        return null;
    }

    /// <summary>A field goes on while the next line begins with a blank.</summary>
    private static int EndOfField(ReadOnlySpan<byte> head)
    {
        var end = 0;
        do end += head[end..].IndexOf("\r\n"u8) + 2;
        while (end < head.Length && head[end] is (byte)' ' or (byte)'\t');
        return end;
    }

    private void AppendSignature(
        DkimKey key, string names, ReadOnlySpan<byte> bodyHash, LetterBuffer signed, LetterBuffer signatures)
    {
        var begin = signatures.Length;
        signatures.AppendUtf8(string.Create(
            CultureInfo.InvariantCulture,
            $"DKIM-Signature: v=1; a={key.Algorithm}; c=relaxed/relaxed; d={key.Identity.Domain};\r\n"
            + $" s={key.Identity.Selector}; t={at.ToUnixTimeSeconds()};\r\n h="));
        AppendNames(names, signatures);
        signatures.Append(";\r\n bh="u8);
        AppendBase64(bodyHash, signatures);
        signatures.Append(";\r\n b="u8);
        RelaxedForm.AppendField(signatures.Written[begin..], signed);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(signed.Written, hash);
        using var base64 = new LetterBuffer(1024);
        AppendBase64(key.Sign(hash), base64);
        for (var rest = base64.Written; rest.Length > 0; rest = rest[Math.Min(SignatureLine, rest.Length)..])
        {
            if (rest.Length < base64.Length) signatures.Append("\r\n  "u8);
            signatures.Append(rest[..Math.Min(SignatureLine, rest.Length)]);
        }

        signatures.Append("\r\n"u8);
    }

    private static void AppendNames(ReadOnlySpan<char> names, LetterBuffer output)
    {
        while (names.Length > SignatureLine)
        {
            var at = names[..SignatureLine].LastIndexOf(':') + 1;
            output.AppendUtf8(names[..at]);
            output.Append("\r\n  "u8);
            names = names[at..];
        }

        output.AppendUtf8(names);
    }

    private static void AppendBase64(ReadOnlySpan<byte> bytes, LetterBuffer output)
    {
        Base64.EncodeToUtf8(bytes, output.Room(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        output.Advance(written);
    }
}
