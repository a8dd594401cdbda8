using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>A value and the filters it goes through: the inside of an output tag, the right side of an assign.</summary>
internal sealed record Expression(Operand Value, IReadOnlyList<FilterCall> Filters)
{
    /// <summary>The placeholders it needs.</summary>
    public IEnumerable<Placeholder> Placeholders =>
        Filters.SelectMany(filter => filter.Arguments).Prepend(Value)
            .OfType<Operand.Known>().Select(known => known.Placeholder);

    public string Evaluate(LetterValues values) => FilterTable.ToText(EvaluateValue(values));

    public object? EvaluateValue(LetterValues values)
    {
        var result = Value.Evaluate(values);
        for (var filter = 0; filter < Filters.Count; filter++)
        {
            var call = Filters[filter];
            var arguments = call.Arguments.Count == 0 ? [] : new object?[call.Arguments.Count];
            for (var at = 0; at < arguments.Length; at++) arguments[at] = call.Arguments[at].Evaluate(values);
            result = call.Filter.Run(result, arguments, values.Date);
        }

        return result;
    }

    /// <summary>The same in Liquid, each filter under the name our renderer knows it by.</summary>
    public string ToLiquid(string? lastFilter = null) => string.Concat(
        Filters.Select(call => call.ToLiquid()).Prepend(Value.ToLiquid()).Append(lastFilter is null ? "" : $" | {lastFilter}"));
}

/// <summary>One filter with its arguments.</summary>
internal sealed record FilterCall(Filter Filter, IReadOnlyList<Operand> Arguments)
{
    public string ToLiquid() =>
        $" | {FilterTable.Prefix}{Filter.Name}{(Arguments.Count == 0 ? "" : ": ")}"
        + string.Join(", ", Arguments.Select(argument => argument.ToLiquid()));
}

/// <summary>A literal or the name of a value.</summary>
internal abstract partial record Operand
{
    private Operand() { }

    public abstract object? Evaluate(LetterValues values);

    public abstract string ToLiquid();

    internal sealed record Quoted(string Value) : Operand
    {
        public override object Evaluate(LetterValues values) => Value;

        public override string ToLiquid() => Quote(Value);
    }

    internal sealed record Number(decimal Value) : Operand
    {
        public override object Evaluate(LetterValues values) => Value;

        public override string ToLiquid() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>true, false, nil, empty and the like.</summary>
    internal sealed record Word(string Name) : Operand
    {
        public override object? Evaluate(LetterValues values) => Name switch { "true" => true, "false" => false, _ => null };

        public override string ToLiquid() => Name is "true" or "false" ? Name : "nil";
    }

    internal sealed record Known(Placeholder Placeholder, IReadOnlyList<string> Path) : Operand
    {
        public override object? Evaluate(LetterValues values) => values.Find(Placeholder);

        public override string ToLiquid() => Dotted(Path);
    }

    /// <summary>A name made by assign, capture or for: only the block renderer knows its value.</summary>
    internal sealed record Variable(IReadOnlyList<string> Path) : Operand
    {
        public override object? Evaluate(LetterValues values) =>
            throw new LetterFailedException($"'{ToLiquid()}' has a value only where blocks are rendered.");

        public override string ToLiquid() => Dotted(Path);
    }

    private static string Quote(string text) => text.Contains('"') ? $"'{text}'" : $"\"{text}\"";

    private static string Dotted(IReadOnlyList<string> path) =>
        path[0] + string.Concat(path.Skip(1).Select(step => Simple().IsMatch(step) ? "." + step : $"[{Quote(step)}]"));

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*$")]
    private static partial Regex Simple();
}
