using System.Globalization;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Every filter there is. They are our own, so that none depends on the clock, the machine or the process.</summary>
internal static class FilterTable
{
    /// <summary>Keeps our filters apart from those DotLiquid or a host application registers for the whole process.</summary>
    public const string Prefix = "am_";

    public const string Escape = "escape";
    public const string Raw = "raw";

    private static readonly Dictionary<string, Filter> ByName =
        TextFilters.All.Concat(NumberFilters.All).ToDictionary(filter => filter.Name);

    public static IEnumerable<Filter> All => ByName.Values;

    public static Filter? Find(string name) => ByName.GetValueOrDefault(name);

    public static string ToText(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    public static decimal ToNumber(object? value) => value switch
    {
        null => 0,
        decimal number => number,
        string text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0,
        bool => 0,
        IConvertible other => other.ToDecimal(CultureInfo.InvariantCulture),
        _ => 0,
    };

    public static int ToInteger(object? value) =>
        (int)Math.Clamp(ToNumber(value), -LetterLimits.MaxRenderedLength, LetterLimits.MaxRenderedLength);
}
