using System.Globalization;
using ActorMail.Smtp.Letters.Markup;
using DotLiquid.Util;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Filters on text, named and behaving as Liquid's; nil counts as empty text.</summary>
internal static class TextFilters
{
    private static readonly string[] DateForms =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss",
         "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    public static IEnumerable<Filter> All =>
    [
        new("default", 1, 1, (input, arguments, _) =>
            input is null or false || (input is string text && string.IsNullOrWhiteSpace(text)) ? arguments[0] : input),
        new(FilterTable.Raw, 0, 0, (input, _, _) => input),
        Text(FilterTable.Escape, HtmlEscape.Encode),
        Text("escape_once", text => HtmlEscape.Encode(System.Net.WebUtility.HtmlDecode(text))),
        Text("upcase", text => text.ToUpperInvariant()),
        Text("downcase", text => text.ToLowerInvariant()),
        Text("capitalize", text => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..]),
        Text("strip", text => text.Trim()),
        Text("lstrip", text => text.TrimStart()),
        Text("rstrip", text => text.TrimEnd()),
        Text("strip_html", TagScan.WithoutTags),
        Text("strip_newlines", text => text.Replace("\n", "", StringComparison.Ordinal)),
        Text("newline_to_br", text => Replace(text, "\n", "<br />\n")),
        Text("url_encode", text => Uri.EscapeDataString(text.Length > MaxUrlEncoded ? throw Filter.TooLong() : text)),
        Text("append", (text, tail) => text + tail),
        Text("prepend", (text, head) => head + text),
        Text("remove", (text, gone) => Replace(text, gone, "")),
        Text("remove_first", (text, gone) => ReplaceFirst(text, gone, "")),
        new("replace", 1, 2, (input, arguments, _) => Replace(T(input), T(arguments, 0), T(arguments, 1))),
        new("replace_first", 1, 2, (input, arguments, _) => ReplaceFirst(T(input), T(arguments, 0), T(arguments, 1))),
        new("truncate", 0, 2, (input, arguments, _) => Truncate(
            T(input), arguments.Length > 0 ? FilterTable.ToInteger(arguments[0]) : 50, arguments.Length > 1 ? T(arguments, 1) : "...")),
        new("truncatewords", 0, 2, (input, arguments, _) => TruncateWords(
            T(input), arguments.Length > 0 ? FilterTable.ToInteger(arguments[0]) : 15, arguments.Length > 1 ? T(arguments, 1) : "...")),
        new("slice", 1, 2, (input, arguments, _) => Slice(
            T(input), FilterTable.ToInteger(arguments[0]), arguments.Length > 1 ? FilterTable.ToInteger(arguments[1]) : 1)),
        new("size", 0, 0, (input, _, _) => (decimal)T(input).Length),
        new("date", 1, 1, (input, arguments, date) => Date(T(input), T(arguments, 0), date)),
    ];

    private const int MaxUrlEncoded = LetterLimits.MaxRenderedLength / 9;

    private static Filter Text(string name, Func<string, string> change) =>
        new(name, 0, 0, (input, _, _) => change(T(input)));

    private static Filter Text(string name, Func<string, string, string> change) =>
        new(name, 1, 1, (input, arguments, _) => change(T(input), T(arguments, 0)));

    private static string T(object? value) => FilterTable.ToText(value);

    private static string T(object?[] values, int at) => at < values.Length ? FilterTable.ToText(values[at]) : "";

    /// <summary>The length is known before anything is built, so that a text bomb is refused and not made.</summary>
    private static string Replace(string text, string old, string next)
    {
        if (old.Length == 0) return text;
        var hits = (long)text.AsSpan().Count(old);
        if (text.Length + hits * (next.Length - old.Length) > LetterLimits.MaxRenderedLength) throw Filter.TooLong();
        return text.Replace(old, next, StringComparison.Ordinal);
    }

    private static string ReplaceFirst(string text, string old, string next)
    {
        var at = old.Length == 0 ? -1 : text.IndexOf(old, StringComparison.Ordinal);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), next, text.AsSpan(at + old.Length));
    }

    private static string Truncate(string text, int length, string tail) =>
        text.Length <= length ? text : CleanText.Cut(text, Math.Max(0, length - tail.Length)) + tail;

    private static string TruncateWords(string text, int count, string tail)
    {
        var words = text.Split((char[]?)null, Math.Max(1, count) + 1, StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= count ? text : string.Join(' ', words.Take(Math.Max(1, count))) + tail;
    }

    private static string Slice(string text, int start, int length)
    {
        if (start < 0) start += text.Length;
        if (start < 0 || start >= text.Length || length <= 0) return "";
        return text.Substring(start, Math.Min(length, text.Length - start));
    }

    /// <summary>
    /// Every attempt must give the same bytes, so "now" is the letter's own date, and only whole ISO dates are read.
    /// </summary>
    private static string Date(string text, string format, DateTimeOffset letter)
    {
        if (text is "now" or "today") return letter.ToStrFTime(format, CultureInfo.InvariantCulture);
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParseExact(text.Trim(), DateForms, CultureInfo.InvariantCulture, Style, out var date)
            ? date.ToStrFTime(format, CultureInfo.InvariantCulture)
            : text;
    }
}
