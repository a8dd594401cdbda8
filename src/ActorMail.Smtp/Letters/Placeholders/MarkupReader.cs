using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Reads the words inside a tag, one after the other. A <see cref="FormatException"/> says what is not understood.</summary>
internal sealed partial class MarkupReader
{
    private static readonly HashSet<string> Literals = ["true", "false", "nil", "null", "blank", "empty"];
    private readonly List<Match> _words = [];
    private readonly IReadOnlySet<string> _variables;
    private readonly Func<IReadOnlyList<string>, Placeholder?> _find;
    private int _at;

    /// <param name="variables">Names made by assign, capture or for in the same text.</param>
    /// <param name="find">What else may be named; default: the placeholders of posts.</param>
    public MarkupReader(string markup, IReadOnlySet<string> variables, Func<IReadOnlyList<string>, Placeholder?>? find = null)
    {
        (_variables, _find) = (variables, find ?? Placeholder.Find);
        for (var at = 0; at < markup.TrimEnd().Length;)
        {
            var word = Word().Match(markup, at);
            if (!word.Success) throw new FormatException($"does not understand '{Excerpt(markup[at..])}'");
            _words.Add(word);
            at += word.Length;
        }
    }

    public bool AtEnd => _at == _words.Count;

    /// <summary>Takes the next word if it is this one.</summary>
    public bool Take(string word)
    {
        if (AtEnd || Current != word) return false;
        _at++;
        return true;
    }

    public bool TakeAny(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Take(word)) return true;
        }

        return false;
    }

    public void Expect(string word)
    {
        if (Take(word)) return;
        throw new FormatException(AtEnd ? $"misses '{word}' at its end" : $"has '{Excerpt(Current)}' where '{word}' belongs");
    }

    public void ExpectEnd()
    {
        if (!AtEnd) throw new FormatException($"does not understand '{Excerpt(Current)}'");
    }

    /// <summary>The name of a new variable.</summary>
    public string Name()
    {
        var path = Path("a name");
        return path.Count == 1 ? path[0] : throw new FormatException($"'{string.Join('.', path)}' is no name for a variable");
    }

    /// <summary>value | filter: argument, argument | …</summary>
    public Expression Expression()
    {
        var value = Operand();
        var filters = new List<FilterCall>();
        while (Take("|")) filters.Add(Call());
        return new Expression(value, filters);
    }

    public Operand Operand()
    {
        if (AtEnd) throw new FormatException("misses a value");
        var word = _words[_at];
        if (word.Groups["quoted"] is { Success: true } quoted)
        {
            _at++;
            return new Operand.Quoted(quoted.Value[1..^1]);
        }

        if (word.Groups["number"] is { Success: true } number)
        {
            _at++;
            return decimal.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? new Operand.Number(value)
                : throw new FormatException($"holds the number {Excerpt(number.Value)}, which is too large");
        }

        var path = Path("a value");
        if (path.Count == 1 && Literals.Contains(path[0])) return new Operand.Word(path[0]);
        if (_variables.Contains(path[0])) return new Operand.Variable(path);
        return _find(path) is { } placeholder
            ? new Operand.Known(placeholder, path)
            : throw new FormatException($"names the unknown placeholder '{Excerpt(string.Join('.', path))}'");
    }

    /// <summary>True when the attributes as a whole come next: only a loop can do something with them.</summary>
    public bool TakeAttributes()
    {
        if (AtEnd || Current != "subscriber.attributes") return false;
        _at++;
        return true;
    }

    private string Current => _words[_at].Groups["word"].Value;

    private FilterCall Call()
    {
        var name = string.Join('.', Path("the name of a filter"));
        var filter = FilterTable.Find(name) ?? throw new FormatException($"names the unknown filter '{Excerpt(name)}'");
        var arguments = new List<Operand>();
        if (Take(":"))
        {
            do arguments.Add(Operand());
            while (Take(","));
        }

        if (arguments.Count >= filter.MinArguments && arguments.Count <= filter.MaxArguments) return new FilterCall(filter, arguments);
        throw new FormatException($"gives the filter '{name}' {arguments.Count} arguments");
    }

    private List<string> Path(string what)
    {
        if (AtEnd) throw new FormatException($"misses {what}");
        if (_words[_at].Groups["path"] is not { Success: true } path)
            throw new FormatException($"has '{Excerpt(Current)}' where {what} belongs");
        _at++;
        return [.. Step().Matches(path.Value).Select(step => step.Value is ['[', ..] ? step.Value[1..^1].Trim()[1..^1] : step.Value)];
    }

    private static string Excerpt(string text) => CleanText.Line(text, 60);

    [GeneratedRegex("""
        \G\s*(?<word>(?<quoted>"[^"]*"|'[^']*')
        |(?<number>-?[0-9]+(\.[0-9]+)?)
        |(?<path>[A-Za-z_][\w-]*(\.\w[\w-]*|\[\s*("[^"]*"|'[^']*')\s*\])*)
        |==|!=|<>|<=|>=|\.\.|[<>=|:,()])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex("""\[[^\]"']*("[^"]*"|'[^']*')[^\]]*\]|[\w-]+""", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();
}
