using System.Diagnostics.CodeAnalysis;
using ActorMail.Letters;
using Cronos;

namespace ActorMail.Digests;

/// <summary>
/// When a cron expression is due in its time zone. A time that the clocks skip comes when they have; one that comes twice is due once.
/// </summary>
internal static class CronTimes
{
    private const int FieldsWithSeconds = 6;

    /// <summary>The first time after <paramref name="after"/>, or what is wrong.</summary>
    public static bool TryNext(
        string cron, string zone, DateTimeOffset after, out DateTimeOffset next, [NotNullWhen(false)] out ContentFault? fault)
    {
        (next, fault) = (default, null);
        var fields = cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (!CronExpression.TryParse(cron, fields == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard, out var times))
            fault = new ContentFault("cron", "is no cron expression such as '0 8 * * 1' (Mondays at eight)");
        else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var place))
            fault = new ContentFault("zone", $"'{zone}' is no time zone this machine knows, such as Europe/Berlin");
        else if (times.GetNextOccurrence(after, place) is { } at)
            next = at.ToUniversalTime();
        else
            fault = new ContentFault("cron", "never comes");
        return fault is null;
    }
}
