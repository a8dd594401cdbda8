using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Smtp.Letters.Encoding;

/// <summary>One part of the body, encoded as far as it is the same for every reader. Safe to share.</summary>
internal abstract class LetterPart(string encoding)
{
    /// <summary>Above this share of bytes that must be escaped, base64 is the shorter one.</summary>
    private const double Base64Share = 1.0 / 6;

    /// <summary>The Content-Transfer-Encoding.</summary>
    public string TransferEncoding { get; } = encoding;

    /// <summary>The whole lines every reader's part begins with.</summary>
    public virtual ReadOnlySpan<byte> CommonStart => [];

    /// <summary>Encodes the part for one reader; it starts and ends at the start of a line.</summary>
    public abstract void Write(LetterValues values, LetterBuffer output);

    public static LetterPart Prepare(LiquidTemplate template)
    {
        var text = template.FixedText;
        return (template, Base64IsShorter(text)) switch
        {
            (PlainTemplate plain, false) => new SegmentedPart(plain),
            (_, false) => new WholePart(template, "quoted-printable", QuotedPrintable.Write),
            (_, true) => new WholePart(template, "base64", Base64Lines.Write),
        };
    }

    private static bool Base64IsShorter(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        var escaped = text.Count(character => character == '=') + (bytes - text.Length) * 2;
        return bytes > 0 && escaped > bytes * Base64Share;
    }
}

/// <summary>Quoted-printable literals encoded once; only the values between them are encoded for each reader.</summary>
internal sealed class SegmentedPart : LetterPart
{
    private readonly byte[][] _literals;
    private readonly IReadOnlyList<Expression> _holes;

    public SegmentedPart(PlainTemplate template)
        : base("quoted-printable")
    {
        _holes = template.Holes;
        _literals = [.. template.Literals.Select(Encode)];
    }

    public override ReadOnlySpan<byte> CommonStart => _literals[0];

    public override void Write(LetterValues values, LetterBuffer output)
    {
        output.Append(_literals[0]);
        for (var at = 0; at < _holes.Count; at++)
        {
            QuotedPrintable.Write(_holes[at].Evaluate(values), output);
            output.Append(_literals[at + 1]);
        }
    }

    private static byte[] Encode(string literal)
    {
        using var buffer = new LetterBuffer(literal.Length * 2 + 16);
        QuotedPrintable.Write(literal, buffer);
        return buffer.ToArray();
    }
}

/// <summary>Rendered and encoded as a whole for each reader: for templates with blocks, and for base64.</summary>
internal sealed class WholePart(LiquidTemplate template, string encoding, Action<string, LetterBuffer> encode)
    : LetterPart(encoding)
{
    public override void Write(LetterValues values, LetterBuffer output)
    {
        var text = template.Render(values);
        encode(text.EndsWith('\n') ? text : text + "\n", output);
    }
}
