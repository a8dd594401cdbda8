namespace ActorMail.Moving;

/// <summary>One table of the schema, as it moves.</summary>
/// <param name="Instead">Columns that do not come over as they are, and what is read in their place.</param>
internal sealed record MovedTable(string Name, IReadOnlyDictionary<string, string> Instead)
{
    /// <summary>What stands in a post that was being sent.</summary>
    public const string PausedBecause = "Moved from SQLite: restart every node, then resume it.";

    private static readonly Dictionary<string, string> AsItIs = [];

    private static Dictionary<string, string> NotBeforeSoonest(string column) => new() { [column] = $"max({column}, @soonest)" };

    /// <summary>
    /// Every table, each after those it refers to. Leases come free: the intents left open become uncertain once their slice is
    /// leased. Nodes that are up keep the numbers they entered with, so those that move get higher ones. The nodes also still
    /// sign with a secret of their own, so no post may start before they were restarted: one being sent is paused, and what makes
    /// posts by itself (a schedule, a digest, a feed) has its time at the earliest at <c>@soonest</c>.
    /// </summary>
    public static readonly IReadOnlyList<MovedTable> All =
    [
        new("lists", AsItIs),
        new("subscribers", AsItIs),
        new("membership_sequence", AsItIs),
        new("memberships", AsItIs),
        // A mail whose claim came over is one whose sender stopped.
        new("sign_ups", NotBeforeSoonest("due_at")),
        new("posts", new Dictionary<string, string>
        {
            ["status"] = "case status when 'sending' then 'paused' else status end",
            ["paused_because"] = "case status when 'sending' then @because else paused_because end",
            ["publish_at"] = "case status when 'scheduled' then max(publish_at, @soonest) else publish_at end",
        }),
        new("contents", AsItIs),
        new("names", AsItIs),
        new("incarnations", new Dictionary<string, string> { ["id"] = "id + @entered" }),
        new("slices", new Dictionary<string, string> { ["holder"] = "null", ["until"] = "0" }),
        new("deliveries", AsItIs),
        new("intents", new Dictionary<string, string> { ["holder"] = "holder + @entered" }),
        new("attempts", AsItIs),
        new("digests", NotBeforeSoonest("next_at")),
        new("digest_issues", NotBeforeSoonest("due_at")),
        new("digest_posts", AsItIs),
        new("settings", AsItIs),
        new("relay_pace", AsItIs),
        new("suppressions", AsItIs),
        new("address_faults", AsItIs),
        new("uncounted_attempts", AsItIs),
        new("relay_days", AsItIs),
        new("feeds", NotBeforeSoonest("next_at")),
        new("feed_items", AsItIs),
        // Last, so that none of what comes in before them is told to anybody.
        new("webhook_endpoints", AsItIs),
        new("webhook_outbox", AsItIs),
    ];
}
