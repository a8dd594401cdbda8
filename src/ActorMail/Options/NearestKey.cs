namespace ActorMail.Options;

/// <summary>Finds the key somebody may have meant.</summary>
internal static class NearestKey
{
    /// <summary>The known path nearest to <paramref name="path"/>, or null when none is near.</summary>
    public static string? Of(string path, IEnumerable<string> known) => known
        .Select(candidate => (candidate, distance: Math.Min(Distance(path, candidate), LeafDistance(path, candidate))))
        .Where(found => found.distance <= Slips(Leaf(found.candidate)))
        .OrderBy(found => found.distance).ThenBy(found => Distance(path, found.candidate))
        .Select(found => found.candidate)
        .FirstOrDefault();

    /// <summary>Two letters changed places count as two slips, so four letters must allow two.</summary>
    private static int Slips(string leaf) => leaf.Length < 4 ? 1 : Math.Max(2, leaf.Length / 3);

    private static int LeafDistance(string path, string candidate) => Distance(Leaf(path), Leaf(candidate));

    private static string Leaf(string path) => path[(path.LastIndexOf(':') + 1)..];

    /// <summary>Levenshtein's distance without regard to case: letters to add, drop or change.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                var changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
