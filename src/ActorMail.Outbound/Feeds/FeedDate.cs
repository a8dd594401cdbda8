using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorMail.Outbound.Feeds;

/// <summary>Moments as feeds write them: RFC 822 with its old zones, ISO 8601, and the slips people make.</summary>
internal static partial class FeedDate
{
    private static readonly Dictionary<string, string> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UT"] = "+00:00", ["UTC"] = "+00:00", ["GMT"] = "+00:00", ["Z"] = "+00:00", ["WET"] = "+00:00", ["BST"] = "+01:00",
        ["CET"] = "+01:00", ["CEST"] = "+02:00", ["MET"] = "+01:00", ["MEST"] = "+02:00", ["EET"] = "+02:00", ["EEST"] = "+03:00",
        ["MSK"] = "+03:00", ["EST"] = "-05:00", ["EDT"] = "-04:00", ["CST"] = "-06:00", ["CDT"] = "-05:00", ["MST"] = "-07:00",
        ["MDT"] = "-06:00", ["PST"] = "-08:00", ["PDT"] = "-07:00",
    };

    private static readonly string[] Forms =
        ["d MMM yyyy H:m:s zzz", "d MMM yyyy H:m zzz", "d MMM yy H:m:s zzz", "d MMM yy H:m zzz", "d MMMM yyyy H:m:s zzz"];

    /// <summary>Null when the text is no moment.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 100) return null;
        var clean = Spaces().Replace(text.Trim(), " ");
        return Old(clean) ?? Iso(clean);
    }

    private static DateTimeOffset? Old(string text)
    {
        // The weekday is often wrong and never needed; so is what stands in brackets.
        var plain = Comment().Replace(Weekday().Replace(text, ""), "").Trim();
        var space = plain.LastIndexOf(' ');
        if (space < 0) return null;
        var zone = plain[(space + 1)..];
        var offset = Zones.GetValueOrDefault(zone)
            ?? (Offset().Match(zone) is { Success: true } found ? found.Result("$1$2:$3") : null);
        return DateTimeOffset.TryParseExact(offset is null ? $"{plain} +00:00" : $"{plain[..space]} {offset}", Forms,
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    private static DateTimeOffset? Iso(string text) => StartsLikeIso().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\p{L}+\.?,\s*")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"\s*\([^)]*\)\s*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^([+-])(\d\d):?(\d\d)\z")]
    private static partial Regex Offset();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d")]
    private static partial Regex StartsLikeIso();
}
