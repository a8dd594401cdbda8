using ActorMail.Delivery;

namespace ActorMail.Adapters.Tests.Model;

internal sealed partial class Specification
{
    /// <summary>A run that was ended leases nothing.</summary>
    public bool IsRefused(long holder, SpecPost post) => HasWork(post) && _ended.Contains(holder);

    /// <summary>Null when there is nothing to lease now.</summary>
    /// <param name="picked">
    /// Says which of the readers that are due the store has chosen: among those due at one moment the choice is free.
    /// </param>
    public (SpecSlice Slice, IReadOnlyList<long> Recipients)? Lease(
        SpecPost post, long holder, LeaseTerms terms, Func<IReadOnlyList<long>, IReadOnlyList<long>> picked)
    {
        if (!HasWork(post)) return null;
        return Left(post, holder, terms) ?? NextCut(post, holder, terms) ?? Due(post, holder, terms, picked);
    }

    private (SpecSlice Slice, IReadOnlyList<long> Recipients)? Left(SpecPost post, long holder, LeaseTerms terms)
    {
        if (post.Slices.Values.FirstOrDefault(slice => IsFree(slice) && !IsOnTheWireOf(holder, post, slice)) is not { } left) return null;
        var slice = left with { Holder = holder, Epoch = left.Epoch + 1, Until = Until(terms) };
        MakeUncertain(post, IntentsOf(post).Where(intent => intent.Slice.Key.No == slice.No), terms.OnUncertain);
        var readers = slice.Kind == SliceKind.First
            ? post.Undecided(slice.Readers)
            : post.Deliveries.Where(pair => pair.Value.Claim == slice.No).Select(pair => pair.Key);
        return Hand(post, slice, readers);
    }

    /// <summary>A holder that was frozen still knows its own messages: they are not in doubt, so it leases nothing over them.</summary>
    private bool IsOnTheWireOf(long holder, SpecPost post, SpecSlice slice) => slice.Holder == holder
        && IntentsOf(post).Any(intent => intent.Holder == holder && intent.Slice.Key.No == slice.No);

    private (SpecSlice Slice, IReadOnlyList<long> Recipients)? NextCut(SpecPost post, long holder, LeaseTerms terms)
    {
        if (post.Cut) return null;
        long[] readers = [.. post.Audience.Skip(post.CutReaders).Take(terms.Size)];
        post.CutReaders += readers.Length;
        post.Cut = post.CutReaders == post.Audience.Count;
        return readers.Length == 0
            ? null
            : Hand(post, new SpecSlice(post.Slices.Count + 1, SliceKind.First, readers, holder, 1, Until(terms)), readers);
    }

    private (SpecSlice Slice, IReadOnlyList<long> Recipients)? Due(
        SpecPost post, long holder, LeaseTerms terms, Func<IReadOnlyList<long>, IReadOnlyList<long>> picked)
    {
        long[] due = [.. post.Deliveries.Where(pair => IsDue(pair.Value))
            .OrderBy(pair => pair.Value.Due).Select(pair => pair.Key)];
        if (due.Length == 0) return null;
        var slice = new SpecSlice(post.Slices.Count + 1, SliceKind.Retry, [], holder, 1, Until(terms));
        var readers = picked(due);
        Assert.Equal(Math.Min(terms.Size, due.Length), readers.Count);
        // Whoever has waited longer goes first.
        if (exact) Assert.Equal(due.Take(readers.Count).Select(reader => post.Deliveries[reader].Due),
            readers.Select(reader => post.Deliveries[reader].Due).Order());
        foreach (var reader in readers)
            post.Deliveries[reader] = post.Deliveries[reader] with { Due = null, Claim = slice.No };
        return Hand(post, slice, readers.Order());
    }

    /// <summary>Who was erased is decided at once, for there is no address to be handed out.</summary>
    private (SpecSlice, IReadOnlyList<long>) Hand(SpecPost post, SpecSlice slice, IEnumerable<long> readers)
    {
        post.Slices[slice.No] = slice;
        var all = readers.ToArray();
        foreach (var erased in all.Where(Readers.IsErased))
            Skip(post, erased, post.Deliveries.GetValueOrDefault(erased)?.Attempts ?? 0);
        return (slice, [.. all.Where(reader => !Readers.IsErased(reader))]);
    }

    private static void Skip(SpecPost post, long reader, int attempts) =>
        post.Deliveries[reader] = new SpecDelivery(OutcomeName.Skipped, attempts);

    private long Until(LeaseTerms terms) => Now + (long)terms.For.TotalMilliseconds;
}
