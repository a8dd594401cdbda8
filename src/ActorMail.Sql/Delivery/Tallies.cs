using ActorMail.Engine;

namespace ActorMail.Delivery;

/// <summary>Collects a transaction's changes to the slices' tallies and writes each slice once.</summary>
internal sealed class Tallies(SqlSession session)
{
    private static readonly int Outcomes = Enum.GetValues<OutcomeName>().Length;
    private readonly Dictionary<SliceKey, long[]> _changes = [];

    /// <summary>A delivery had the outcome <paramref name="was"/> (null: none) and has <paramref name="now"/>.</summary>
    public void Move(SliceKey slice, OutcomeName? was, OutcomeName? now, long count = 1)
    {
        if (!_changes.TryGetValue(slice, out var change)) _changes[slice] = change = new long[Outcomes];
        if (was is { } old) change[(int)old] -= count;
        if (now is { } next) change[(int)next] += count;
    }

    /// <summary>Has to be called before the transaction ends.</summary>
    public void Save()
    {
        foreach (var (slice, change) in _changes)
        {
            session.Run("""
                update slices set accepted = accepted + @accepted, deferred = deferred + @deferred,
                    rejected = rejected + @rejected, skipped = skipped + @skipped,
                    uncertain = uncertain + @uncertain, cancelled = cancelled + @cancelled
                where post = @post and no = @no
                """, change[0], change[1], change[2], change[3], change[4], change[5], slice.Post.Value, slice.No);
        }

        _changes.Clear();
    }
}
