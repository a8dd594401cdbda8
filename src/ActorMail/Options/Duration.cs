using System.Globalization;

namespace ActorMail.Options;

/// <summary>
/// Durations as people write them: <c>48:00:00</c>, <c>1.12:00:00</c>, <c>90m</c>, <c>48h</c>, <c>5d</c>, <c>30s</c>.
/// .NET's own parser refuses 48:00:00 and takes a bare 48 for days, which nobody means.
/// </summary>
internal static class Duration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var trimmed = text.Trim();
        return trimmed.Contains(':') ? TryParseClock(trimmed, out duration) : TryParseUnit(trimmed, out duration);
    }

    private static bool TryParseUnit(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || !TryNumber(text[..^1], 1_000_000, out var number)) return false;
        duration = char.ToLowerInvariant(text[^1]) switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => TimeSpan.MinValue,
        };
        return duration != TimeSpan.MinValue;
    }

    private static bool TryParseClock(string text, out TimeSpan duration)
    {
        duration = default;
        var days = 0;
        var dot = text.IndexOf('.');
        var rest = text;
        if (dot >= 0 && dot < text.IndexOf(':'))
        {
            if (!TryNumber(text[..dot], 100_000, out days)) return false;
            rest = text[(dot + 1)..];
        }

        var parts = rest.Split(':');
        var seconds = 0;
        if (parts.Length is not (2 or 3)
            || !TryNumber(parts[0], 100_000, out var hours)
            || !TryNumber(parts[1], 59, out var minutes)
            || parts.Length == 3 && !TryNumber(parts[2], 59, out seconds)) return false;
        duration = new TimeSpan(days, hours, minutes, seconds);
        return true;
    }

    private static bool TryNumber(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
}
