using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>
/// Carries Liquid through Markdown and HTML, which know nothing of it: each tag is hidden behind a word of letters and digits that
/// every one of them leaves alone, and shown again afterwards.
/// </summary>
internal sealed class LiquidShield
{
    private readonly IReadOnlyList<LiquidNode> _nodes;
    private readonly string _mark;
    private readonly Regex _hidden;
    private readonly Regex _tagsOnALine;

    public LiquidShield(IReadOnlyList<LiquidNode> nodes)
    {
        _nodes = nodes;
        _mark = Mark(nodes);
        const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
        _hidden = new Regex($"(<!--|&lt;!--)?{_mark}(?<at>[0-9]+)z(-->|--&gt;)?", Options);
        _tagsOnALine = new Regex($"^[ \t]*({_mark}[0-9]+z[ \t]*)+$", Options);
    }

    /// <summary>Block tags alone on their line become HTML comments: those stand between Markdown's blocks and not in one.</summary>
    public string HideInMarkdown()
    {
        var lines = string.Concat(_nodes.Select((node, at) => node is LiquidNode.Text text ? text.Value : Word(at))).Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].Contains(_mark, StringComparison.Ordinal) && _tagsOnALine.IsMatch(lines[at]) && HoldsOnlyTags(lines[at]))
                lines[at] = _hidden.Replace(lines[at], "<!--$0-->");
        }

        return string.Join('\n', lines);
    }

    /// <summary>Block tags between elements become comments, which are allowed everywhere, between table rows too.</summary>
    public string HideInHtml()
    {
        var html = new StringBuilder();
        var insideTag = false;
        for (var at = 0; at < _nodes.Count; at++)
        {
            switch (_nodes[at])
            {
                case LiquidNode.Text text:
                    var last = text.Value.AsSpan().LastIndexOfAny('<', '>');
                    if (last >= 0) insideTag = text.Value[last] == '<';
                    html.Append(text.Value);
                    break;
                case LiquidNode.Tag when !insideTag:
                    html.Append("<!--").Append(Word(at)).Append("-->");
                    break;
                default:
                    html.Append(Word(at));
                    break;
            }
        }

        return html.ToString();
    }

    /// <summary>The nodes of a text that was hidden and changed.</summary>
    /// <param name="rawAs">What to do to raw text, which never passed through Markdown.</param>
    public IReadOnlyList<LiquidNode> Show(string text, Func<string, string>? rawAs = null)
    {
        var nodes = new List<LiquidNode>();
        var from = 0;
        foreach (Match hidden in _hidden.Matches(text))
        {
            if (hidden.Index > from) nodes.Add(new LiquidNode.Text(text[from..hidden.Index]));
            from = hidden.Index + hidden.Length;
            var node = NodeOf(hidden);
            nodes.Add(node is LiquidNode.Raw raw && rawAs is not null ? new LiquidNode.Raw(rawAs(raw.Value)) : node);
        }

        if (from < text.Length) nodes.Add(new LiquidNode.Text(text[from..]));
        return nodes;
    }

    public bool HoldsTag(string text) => _hidden.Matches(text).Any(hidden => NodeOf(hidden) is LiquidNode.Tag);

    public bool HoldsOutput(string text) => _hidden.Matches(text).Any(hidden => NodeOf(hidden) is LiquidNode.Output);

    /// <summary>The text with each hidden tag replaced by something as wide as its value may be.</summary>
    public string Measurable(string text) => !text.Contains(_mark, StringComparison.Ordinal)
        ? text
        : _hidden.Replace(text, hidden => NodeOf(hidden) switch
        {
            LiquidNode.Output => "placeholder",
            LiquidNode.Raw raw => raw.Value,
            _ => "",
        });

    private bool HoldsOnlyTags(string line) => _hidden.Matches(line).All(hidden => NodeOf(hidden) is LiquidNode.Tag);

    private LiquidNode NodeOf(Match hidden) => _nodes[int.Parse(hidden.Groups["at"].ValueSpan, CultureInfo.InvariantCulture)];

    private string Word(int at) => $"{_mark}{at}z";

    /// <summary>Made from the text itself, so that composing twice gives the same and no text can hold its own mark.</summary>
    private static string Mark(IReadOnlyList<LiquidNode> nodes)
    {
        var text = string.Concat(nodes.OfType<LiquidNode.Text>().Select(node => node.Value));
        return $"lq{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))[..8])}n";
    }
}
