using System.Text;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Where a text is going to be shown.</summary>
internal enum TextKind
{
    /// <summary>Values are escaped unless the author's own filters already saw to it.</summary>
    Html,

    /// <summary>Values stand as they are.</summary>
    Plain,

    /// <summary>As plain, but made from HTML: lines that held nothing but block tags leave no gaps.</summary>
    Derived,
}

/// <summary>A text ready to be rendered for any number of readers, at the same time.</summary>
internal abstract class LiquidTemplate
{
    /// <summary>Everything of the post itself is filled in at once; only what differs between readers is left.</summary>
    public static LiquidTemplate Compile(IReadOnlyList<LiquidNode> nodes, TextKind kind, LetterValues post)
    {
        if (nodes.Any(node => node is LiquidNode.Tag)) return new BlockTemplate(nodes, kind);
        var literals = new List<string>();
        var holes = new List<Expression>();
        var literal = new StringBuilder();
        foreach (var node in nodes)
        {
            switch (node)
            {
                case LiquidNode.Text text:
                    literal.Append(text.Value);
                    break;
                case LiquidNode.Raw raw:
                    literal.Append(raw.Value);
                    break;
                case LiquidNode.Output output:
                    var shown = kind == TextKind.Html ? Escaping.Add(output.Value) : output.Value;
                    if (IsOfThePost(shown, post))
                    {
                        literal.Append(shown.Evaluate(post));
                        break;
                    }

                    holes.Add(shown);
                    literals.Add(literal.ToString());
                    literal.Clear();
                    break;
            }
        }

        literals.Add(literal.ToString());
        return new PlainTemplate(literals, holes);
    }

    /// <summary>Everything in it that is no Liquid, to choose an encoding by.</summary>
    public abstract string FixedText { get; }

    public abstract string Render(LetterValues values);

    private static bool IsOfThePost(Expression expression, LetterValues post) => expression.Placeholders.All(placeholder =>
        placeholder.IsOfThePost || (placeholder.Name == PlaceholderName.PostSubject && post.Subject is not null));
}

/// <summary>Adds the escaping an author does not have to think of.</summary>
internal static class Escaping
{
    private static readonly FilterCall Escape = new(FilterTable.Find(FilterTable.Escape)!, []);

    public static Expression Add(Expression expression) =>
        IsSafe(expression) ? expression : expression with { Filters = [.. expression.Filters, Escape] };

    /// <summary>Safe when the author escaped, or said not to, and only added line breaks after that.</summary>
    private static bool IsSafe(Expression expression) => expression.Filters
        .Reverse()
        .SkipWhile(call => call.Filter.Name is "newline_to_br")
        .FirstOrDefault()?.Filter.Name is FilterTable.Escape or FilterTable.Raw or "escape_once";
}
