using ActorMail.Nodes;

namespace ActorMail.Cluster;

/// <summary>What nodes conclude from their rows in the directory, without clock, store or actor.</summary>
internal static class FormingDecisions
{
    /// <summary>When the cluster this node is a member of was founded, as far as this node or another member knows.</summary>
    public static DateTimeOffset? FoundedAt(
        DateTimeOffset? known, IReadOnlyCollection<string> members, IReadOnlyList<NodeSighting> rows) =>
        rows.Where(row => row.Figures.Joined && members.Contains(row.Card.Address)).Select(row => row.Figures.FoundedAt).Append(known).Min();

    /// <summary>
    /// A living member of another cluster on the same database that this one has to give way to; null when there is none. The cluster
    /// founded first stays; of two founded at the same time, the one with more members. Both sides come to the same end.
    /// </summary>
    public static string? GivesWayTo(
        DateTimeOffset foundedAt, IReadOnlyCollection<string> members, IReadOnlyList<NodeSighting> rows, TimeSpan freshFor)
    {
        var living = rows.Where(row => row.Age <= freshFor && row.Figures is { Joined: true, FoundedAt: not null }).ToList();
        var ours = living.Where(row => members.Contains(row.Card.Address)).Select(row => row.Card.Address).ToList();
        if (ours.Count == 0) return null;
        return living
            .Where(row => !members.Contains(row.Card.Address))
            .GroupBy(row => row.Figures.FoundedAt!.Value)
            .Where(other => Comes(other.Key, [.. other.Select(row => row.Card.Address)], foundedAt, ours))
            .SelectMany(other => other)
            .Select(row => row.Card.Address)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>True when the first cluster comes before the second.</summary>
    private static bool Comes(DateTimeOffset firstAt, List<string> first, DateTimeOffset secondAt, List<string> second)
    {
        if (firstAt != secondAt) return firstAt < secondAt;
        if (first.Count != second.Count) return first.Count > second.Count;
        return string.CompareOrdinal(first.Min(StringComparer.Ordinal), second.Min(StringComparer.Ordinal)) < 0;
    }
}
