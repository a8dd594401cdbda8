using System.Globalization;

namespace ActorMail.PostFiles;

/// <summary>Points in time as an author writes and reads them.</summary>
internal static class Moment
{
    private static readonly string[] WithOffset = [.. Written("zzz"), .. Written(" zzz"), .. Written("'Z'"), .. Written(" 'Z'")];
    private static readonly string[] WithoutOffset = [.. Written("")];

    /// <summary>ISO 8601 with a time of day; without an offset it is a time of <paramref name="zone"/>.</summary>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset moment, out string reason)
    {
        reason = "";
        var trimmed = text.Trim();
        if (DateTimeOffset.TryParseExact(
            trimmed, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment)) return true;
        if (!DateTime.TryParseExact(trimmed, WithoutOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            reason = $"'{text}' is not a time such as 2026-03-01T09:00+01:00 or '2026-03-01 09:00'";
        else if (zone.IsInvalidTime(local))
            reason = $"'{text}' does not exist in {zone.Id}: the clocks skip it";
        else
            moment = new DateTimeOffset(local, zone.GetUtcOffset(local));
        return reason.Length == 0;
    }

    public static string? Text(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Written(string offset) =>
        from separator in new[] { "'T'", " " }
        from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF" }
        select $"yyyy-MM-dd{separator}{time}{offset}";
}
