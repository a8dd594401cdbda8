using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>Writes style rules into the elements they select; a style of the author's own comes last and so wins.</summary>
internal sealed class InlineStyles
{
    private readonly List<(ISelector Selector, string Declarations)> _rules;

    /// <param name="rules">selector { declarations }, later ones over earlier ones.</param>
    public InlineStyles(string rules)
    {
        var parser = new CssSelectorParser();
        _rules = [.. rules.Split('}', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(rule => rule.Split('{', 2, StringSplitOptions.TrimEntries))
            .Where(rule => rule.Length == 2)
            .Select(rule => (parser.ParseSelector(rule[0])!, Compact(rule[1])))];
    }

    public void Apply(IElement root)
    {
        foreach (var element in root.Descendants<IElement>())
        {
            string? style = null;
            foreach (var (selector, declarations) in _rules)
            {
                if (selector.Match(element, root)) style = style is null ? declarations : Merge(style, declarations);
            }

            if (style is null) continue;
            if (element.GetAttribute("style") is { } own) style = Merge(style, Compact(own));
            element.SetAttribute("style", style);
        }
    }

    /// <summary>Later declarations replace earlier ones of the same property.</summary>
    private static string Merge(string earlier, string later)
    {
        var names = Split(later).Select(Name).ToHashSet();
        return string.Join(';', Split(earlier).Where(declaration => !names.Contains(Name(declaration))).Concat(Split(later)));
    }

    private static IEnumerable<string> Split(string style) =>
        style.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Name(string declaration) => declaration.Split(':')[0].Trim();

    private static string Compact(string declarations) => string.Join(';', Split(declarations).Select(declaration =>
        declaration.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var value] ? $"{name}:{value}" : declaration));
}
