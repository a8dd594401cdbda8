namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Filters that calculate. What is no number counts as 0, as in Liquid.</summary>
internal static class NumberFilters
{
    private const int MaxDecimals = 12;

    public static IEnumerable<Filter> All =>
    [
        Binary("plus", (left, right) => left + right),
        Binary("minus", (left, right) => left - right),
        Binary("times", (left, right) => left * right),
        Binary("divided_by", Divide),
        Binary("modulo", (left, right) => right == 0 ? throw ByZero() : left % right),
        new("round", 0, 1, (input, arguments, _) => Math.Round(
            FilterTable.ToNumber(input),
            arguments.Length == 0 ? 0 : Math.Clamp(FilterTable.ToInteger(arguments[0]), 0, MaxDecimals),
            MidpointRounding.AwayFromZero)),
    ];

    private static Filter Binary(string name, Func<decimal, decimal, decimal> calculate) => new(name, 1, 1, (input, arguments, _) =>
    {
        try
        {
            return calculate(FilterTable.ToNumber(input), FilterTable.ToNumber(arguments[0]));
        }
        catch (OverflowException cause)
        {
            throw new LetterFailedException($"'{name}' gives a number that is too large.", cause);
        }
    });

    /// <summary>Liquid divides whole numbers without a remainder.</summary>
    private static decimal Divide(decimal left, decimal right)
    {
        if (right == 0) throw ByZero();
        return decimal.IsInteger(left) && decimal.IsInteger(right) ? Math.Floor(left / right) : left / right;
    }

    private static LetterFailedException ByZero() => new("A placeholder divides by 0.");
}
