using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>
/// What the ledger has to do, said without SQL in sets and records, from DESIGN.md and docs/message-lifecycle.md. The caller sets
/// the time.
/// </summary>
/// <param name="exact">True when the store's clock is ours, so that who is due first is known to the millisecond.</param>
/// <param name="severalNodes">False when the store belongs to one node, so that a new run shows all others to be over.</param>
internal sealed partial class Specification(bool exact, bool severalNodes)
{
    private readonly Dictionary<long, string> _nodes = [];
    private readonly HashSet<long> _ended = [];
    private long _incarnations;

    /// <summary>Unix milliseconds.</summary>
    public long Now { get; set; }

    public SpecReaders Readers { get; } = new();

    public SortedDictionary<PostId, SpecPost> Posts { get; } = [];

    public HashSet<SpecIntent> Intents { get; } = [];

    /// <summary>Outcomes told after somebody else had decided.</summary>
    public HashSet<(PostId Post, long Reader, int Attempt)> Late { get; } = [];

    public SpecPost Publish(PostId id, string list) => Posts[id] = new SpecPost(id, list, Readers.Of(list));

    /// <summary>A new run ends the leases of those it shows to be over; their intents stay open.</summary>
    public long Enter(string node)
    {
        var me = ++_incarnations;
        _nodes[me] = node;
        EndLeases(holder => holder != me && (!severalNodes || _nodes[holder] == node));
        return me;
    }

    /// <summary>Once to each run of the node. Gives the number of slices freed.</summary>
    public int EndLeasesOf(string node, OnUncertain policy)
    {
        var runs = _nodes.Where(run => run.Value == node && _ended.Add(run.Key)).Select(run => run.Key).ToHashSet();
        var held = Posts.Values.SelectMany(post => post.Slices.Values.Where(
            slice => !slice.Done && slice.Holder is { } holder && runs.Contains(holder)).Select(slice => (
                slice.Holder!.Value, new SliceLease(new SliceKey(post.Id, slice.No), slice.Epoch)))).ToArray();
        foreach (var (holder, lease) in held) Release(holder, lease, policy);
        return held.Length;
    }

    public IReadOnlyList<PostId> WithWork() => [.. Posts.Values.Where(HasWork).Select(post => post.Id)];

    public bool IsLive(SpecIntent intent)
    {
        var slice = Posts[intent.Slice.Key.Post].Slices[intent.Slice.Key.No];
        return slice.Holder == intent.Holder && slice.Epoch == intent.Slice.Epoch && slice.Until > Now;
    }

    public IEnumerable<SpecIntent> IntentsOf(SpecPost post) => Intents.Where(intent => intent.Slice.Key.Post == post.Id);

    public void Release(long holder, SliceLease lease, OnUncertain policy)
    {
        if (!Holds(holder, lease, out var post, out var slice) || slice.Done) return;
        post.Slices[slice.No] = slice with { Holder = null, Until = 0 };
        MakeUncertain(post, IntentsOf(post).Where(intent => intent.Slice.Key == lease.Key), policy);
    }

    public int Requeue(SpecPost post, OutcomeName outcome)
    {
        var again = post.Deliveries.Where(pair => pair.Value is { Claim: null } delivery && delivery.Outcome == outcome
            && (delivery.Due is null || delivery.Due > Now)).ToArray();
        foreach (var (reader, delivery) in again) post.Deliveries[reader] = delivery with { Due = Now };
        return again.Length;
    }

    public ResolutionAnswer Resolve(SpecPost post, long? reader, Resolution resolution)
    {
        if (reader is not { } known || !post.Deliveries.TryGetValue(known, out var delivery)) return ResolutionAnswer.NoDelivery;
        if (delivery is not { Outcome: OutcomeName.Uncertain, Due: null, Claim: null }) return ResolutionAnswer.NotUncertain;
        post.Deliveries[known] = resolution switch
        {
            Resolution.Resend => delivery with { Due = Now },
            Resolution.Accept => delivery with { Outcome = OutcomeName.Accepted },
            _ => delivery with { Outcome = OutcomeName.Skipped },
        };
        return ResolutionAnswer.Resolved;
    }

    private void EndLeases(Func<long, bool> isOver)
    {
        foreach (var post in Posts.Values)
        {
            var over = post.Slices.Values.Where(slice => !slice.Done && slice.Holder is { } holder && isOver(holder));
            foreach (var slice in over.ToArray()) post.Slices[slice.No] = slice with { Until = 0 };
        }
    }

    private bool HasWork(SpecPost post) => post.Status == PostStatus.Sending
        && (!post.Cut || post.Slices.Values.Any(IsFree) || post.Deliveries.Values.Any(IsDue));

    private bool IsFree(SpecSlice slice) => !slice.Done && (slice.Holder is null || slice.Until <= Now);

    private bool IsDue(SpecDelivery delivery) => delivery.Due <= Now;

    private bool Holds(long holder, SliceLease lease, out SpecPost post, out SpecSlice slice)
    {
        post = Posts[lease.Key.Post];
        slice = post.Slices[lease.Key.No];
        return slice.Holder == holder && slice.Epoch == lease.Epoch;
    }

    private void MakeUncertain(SpecPost post, IEnumerable<SpecIntent> open, OnUncertain policy)
    {
        foreach (var intent in open.ToArray())
        {
            Intents.Remove(intent);
            post.Deliveries[intent.Reader] = new SpecDelivery(
                OutcomeName.Uncertain, intent.Attempt, policy == OnUncertain.Resend ? Now : null);
        }
    }
}
