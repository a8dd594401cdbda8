using System.Globalization;
using ActorMail.Subscribers;

namespace ActorMail.Web.Requests;

/// <summary>The words <c>limit</c> and <c>after</c> of a query.</summary>
internal static class Paging
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;
    public const string LimitFault = "must be a number from 1 to 1000";

    public static bool TryLimit(string? text, out int limit)
    {
        limit = DefaultLimit;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit);
    }

    /// <summary>A place in a list of subscribers, to be handed back as it is.</summary>
    public static string Cursor(SubscriberId id) => "s" + id.Value.ToString("x", CultureInfo.InvariantCulture);

    public static bool TryCursor(string? text, out SubscriberId? after)
    {
        after = null;
        if (text is null) return true;
        if (text is not ['s', .. var digits]
            || !long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)) return false;
        after = new SubscriberId(number);
        return true;
    }
}
