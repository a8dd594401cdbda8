using System.Security.Cryptography;
using ActorMail.Smtp.Letters.Encoding;

namespace ActorMail.Smtp.Dkim;

/// <summary>The lines all bodies of a post begin with, hashed once; a reader's body hash goes on from there.</summary>
internal sealed class CommonBody
{
    private readonly Lock _gate = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int _length;

    /// <param name="lines">Whole lines; something that is no empty line follows in every body.</param>
    public CommonBody(ReadOnlySpan<byte> lines)
    {
        _length = lines.Length;
        using var relaxed = new LetterBuffer(lines.Length + 1);
        RelaxedForm.AppendLines(lines, relaxed);
        _hash.AppendData(relaxed.Written);
    }

    /// <summary>The hash of a body's relaxed form.</summary>
    /// <param name="body">Begins with the common lines.</param>
    public void Hash(ReadOnlySpan<byte> body, Span<byte> hash)
    {
        IncrementalHash own;
        // An IncrementalHash promises nothing to two threads at once.
        lock (_gate) own = _hash.Clone();
        using (own)
        {
            using var relaxed = new LetterBuffer(body.Length);
            RelaxedForm.AppendLines(body[_length..], relaxed);
            own.AppendData(RelaxedForm.WithoutEmptyEnd(relaxed.Written));
            own.GetHashAndReset(hash);
        }
    }
}
