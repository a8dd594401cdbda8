using System.Text;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>A text with output tags only: literals with holes between them, filled without a template engine.</summary>
internal sealed class PlainTemplate(IReadOnlyList<string> literals, IReadOnlyList<Expression> holes) : LiquidTemplate
{
    /// <summary>One more than there are holes.</summary>
    public IReadOnlyList<string> Literals => literals;

    public IReadOnlyList<Expression> Holes => holes;

    public override string FixedText => string.Concat(literals);

    public override string Render(LetterValues values)
    {
        if (holes.Count == 0) return literals[0];
        var text = new StringBuilder(literals[0]);
        for (var at = 0; at < holes.Count; at++)
        {
            text.Append(holes[at].Evaluate(values)).Append(literals[at + 1]);
            if (text.Length > LetterLimits.MaxRenderedLength) throw Filter.TooLong();
        }

        return text.ToString();
    }
}
