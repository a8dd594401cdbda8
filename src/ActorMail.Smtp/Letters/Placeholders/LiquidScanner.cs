using System.Text.RegularExpressions;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Cuts a text into what is Liquid and what is not, and finds what is wrong with the former, line by line.</summary>
internal sealed partial class LiquidScanner
{
    private const int MaxDepth = 80;
    private static readonly char[] Space = ['\t', '\n', '\v', '\f', '\r', ' '];
    private readonly string _source;
    private readonly Func<IReadOnlyList<string>, Placeholder?> _find;
    private readonly HashSet<string> _variables = ["forloop"];
    private readonly List<LiquidNode> _nodes = [];
    private readonly List<LiquidFault> _faults = [];
    private readonly Stack<(string Name, int Line)> _open = [];
    private int _at;
    private int _line = 1;

    private LiquidScanner(string source, Func<IReadOnlyList<string>, Placeholder?> find) => (_source, _find) = (source, find);

    /// <param name="source">Clean text (see <see cref="CleanText.Body"/>).</param>
    /// <param name="find">What an output may name; default: the placeholders of posts.</param>
    public static LiquidText Scan(string source, Func<IReadOnlyList<string>, Placeholder?>? find = null)
    {
        var scanner = new LiquidScanner(source, find ?? Placeholder.Find);
        foreach (Match tag in AnyDeclaration().Matches(source))
        {
            if (TagGrammar.Declares(tag.Groups["name"].Value, tag.Groups["rest"].Value) is { } variable) scanner._variables.Add(variable);
        }

        scanner.Run();
        return new LiquidText(scanner._nodes, scanner._faults);
    }

    private void Run()
    {
        var trim = false;
        while (_at < _source.Length)
        {
            var open = NextOpen();
            AddText(_source[_at..open], trim, trimEnd: open + 2 < _source.Length && _source[open + 2] == '-');
            Advance(open);
            if (open == _source.Length) break;
            if (EndOfTag(open) is not { } end)
            {
                Fault($"'{CleanText.Line(_source[open..], 40)}' is not closed");
                break;
            }

            trim = _source[end - 3] == '-' && end - 3 > open + 1;
            var line = _line;
            var inside = _source[(open + 2)..(end - 2)];
            if (inside.StartsWith('-')) inside = inside[1..];
            if (trim && inside.EndsWith('-')) inside = inside[..^1];
            Advance(end);
            if (_source[open + 1] == '{') AddOutput(inside, line);
            else AddTag(inside, line, ref trim);
        }

        foreach (var (name, line) in _open) _faults.Add(new LiquidFault($"'{{% {name} %}}' is not closed by '{{% end{name} %}}'", line));
    }

    private int NextOpen()
    {
        for (var at = _source.IndexOf('{', _at); at >= 0 && at + 1 < _source.Length; at = _source.IndexOf('{', at + 1))
        {
            if (_source[at + 1] is '{' or '%') return at;
        }

        return _source.Length;
    }

    /// <summary>Just after the tag that opens at <paramref name="open"/>; quoted text inside it is passed over.</summary>
    private int? EndOfTag(int open)
    {
        var close = _source[open + 1] == '{' ? '}' : '%';
        for (var at = open + 2; at < _source.Length - 1; at++)
        {
            if (_source[at] is '"' or '\'')
            {
                at = _source.IndexOf(_source[at], at + 1);
                if (at < 0) return null;
            }
            else if (_source[at] == close && _source[at + 1] == '}')
            {
                return at + 2;
            }
        }

        return null;
    }

    private void AddText(string text, bool trimStart, bool trimEnd)
    {
        if (trimStart) text = text.TrimStart(Space);
        if (trimEnd && _at + text.Length < _source.Length) text = text.TrimEnd(Space);
        if (text.Length > 0) _nodes.Add(new LiquidNode.Text(text));
    }

    private void AddOutput(string inside, int line)
    {
        try
        {
            var reader = new MarkupReader(inside, _variables, _find);
            var expression = reader.Expression();
            reader.ExpectEnd();
            _nodes.Add(new LiquidNode.Output(expression, line));
        }
        catch (FormatException wrong)
        {
            _faults.Add(new LiquidFault($"'{{{{ {Excerpt(inside)} }}}}' {wrong.Message}", line));
        }
    }

    private void AddTag(string inside, int line, ref bool trim)
    {
        var tag = NameAndMarkup().Match(inside);
        var name = tag.Groups["name"].Value;
        var markup = tag.Groups["markup"].Value;
        if (name is "raw" or "comment")
        {
            AddVerbatim(name, line, ref trim);
            return;
        }

        try
        {
            if (!TagGrammar.IsKnown(name)) throw new FormatException("is not a tag that can be used here");
            Nest(name, line);
            markup = TagGrammar.Read(name, markup, _variables);
            _nodes.Add(new LiquidNode.Tag(name, markup.ReplaceLineEndings(" "), line));
        }
        catch (FormatException wrong)
        {
            _faults.Add(new LiquidFault($"'{{% {Excerpt(inside)} %}}' {wrong.Message}", line));
        }
    }

    private void Nest(string name, int line)
    {
        if (TagGrammar.Blocks.ContainsKey(name))
        {
            // Parsing nests a call for each, and rendering ends at as many.
            if (_open.Count == MaxDepth) throw new FormatException($"stands in more than {MaxDepth} others");
            _open.Push((name, line));
        }
        else if (TagGrammar.EndOf(name) is { } block)
        {
            Close(block);
        }
        else if (name is "break" or "continue")
        {
            if (_open.All(open => open.Name != "for")) throw new FormatException("stands outside of a '{% for %}'");
        }
        else if (name is not "assign" && (_open.Count == 0 || !TagGrammar.Blocks[_open.Peek().Name].Contains(name)))
        {
            throw new FormatException("does not belong here");
        }
    }

    private void Close(string block)
    {
        if (_open.All(open => open.Name != block)) throw new FormatException($"closes no '{{% {block} %}}'");
        var inner = _open.Pop();
        if (inner.Name == block) return;
        while (_open.Pop().Name != block)
        {
        }

        throw new FormatException($"stands inside the '{{% {inner.Name} %}}' of line {inner.Line}, which is still open");
    }

    private void AddVerbatim(string name, int line, ref bool trim)
    {
        var end = (name == "raw" ? EndRaw() : EndComment()).Match(_source, _at);
        if (!end.Success)
        {
            _faults.Add(new LiquidFault($"'{{% {name} %}}' is not closed by '{{% end{name} %}}'", line));
            Advance(_source.Length);
            return;
        }

        if (name == "raw" && end.Index > _at) _nodes.Add(new LiquidNode.Raw(_source[_at..end.Index]));
        trim = end.Value[^3] == '-';
        Advance(end.Index + end.Length);
    }

    private void Advance(int to)
    {
        _line += _source.AsSpan(_at, to - _at).Count('\n');
        _at = to;
    }

    private void Fault(string message) => _faults.Add(new LiquidFault(message, _line));

    private static string Excerpt(string inside) => CleanText.Line(inside, 60);

    [GeneratedRegex(@"\{%-?\s*(?<name>assign|capture|for)\s+(?<rest>[\w-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex AnyDeclaration();

    [GeneratedRegex(@"^\s*(?<name>\w*)\s*(?<markup>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex NameAndMarkup();

    [GeneratedRegex(@"\{%-?\s*endraw\s*-?%\}")]
    private static partial Regex EndRaw();

    [GeneratedRegex(@"\{%-?\s*endcomment\s*-?%\}")]
    private static partial Regex EndComment();
}
