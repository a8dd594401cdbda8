using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Subscribers;

/// <summary>Why and since when an address is suppressed.</summary>
/// <param name="Post">The post whose delivery showed it; null when it was suppressed by hand.</param>
/// <param name="Reply">What the relay said.</param>
public sealed record Suppression(SuppressionReason Reason, DateTimeOffset At, PostId? Post, SmtpReply? Reply);

/// <summary>Why an address is suppressed.</summary>
public enum SuppressionReason
{
    /// <summary>There is no such address.</summary>
    Unknown,

    /// <summary>The mailbox is disabled, two posts in a row were told.</summary>
    Disabled,

    /// <summary>The mailbox is full, three posts over at least 14 days were told.</summary>
    Full,

    /// <summary>Somebody said so.</summary>
    Hand,
}

/// <summary>When what relays say of an address is enough (DELIVERY.md section 3, rows 12 to 14).</summary>
public static class SuppressionRule
{
    /// <summary>By so many posts, none of them accepted in between.</summary>
    public static int Posts(AddressFault fault) => fault switch
    {
        AddressFault.Unknown => 1,
        AddressFault.Disabled => 2,
        AddressFault.Full => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    /// <summary>The first and the last of them at least so far apart.</summary>
    public static TimeSpan Over(AddressFault fault) => fault == AddressFault.Full ? TimeSpan.FromDays(14) : TimeSpan.Zero;
}
