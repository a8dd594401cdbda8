using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>A message that has started and whose end is not recorded.</summary>
internal sealed record SpecIntent(long Holder, int Mailer, SliceLease Slice, long Reader, int Attempt)
{
    public override string ToString() =>
        $"intent of {Holder}/{Mailer} on {SpecLines.Name(Slice)}: reader {Reader}, attempt {Attempt}";
}

/// <param name="Due">When it is tried again, if nobody has it.</param>
/// <param name="Claim">The retry slice that has it.</param>
internal sealed record SpecDelivery(OutcomeName Outcome, int Attempts, long? Due = null, int? Claim = null);

/// <param name="Readers">Those it was cut for; none for a retry slice, which is known by its claims.</param>
/// <param name="Until">When its lease ends.</param>
internal sealed record SpecSlice(
    int No, SliceKind Kind, IReadOnlyList<long> Readers, long? Holder, int Epoch, long Until, bool Done = false);

/// <summary>A post as its promises see it: the audience never changes, every reader of it has at most one delivery.</summary>
internal sealed class SpecPost(PostId id, string list, IReadOnlyList<long> audience)
{
    public PostId Id => id;

    public string List => list;

    /// <summary>In the order of joining.</summary>
    public IReadOnlyList<long> Audience => audience;

    public PostStatus Status { get; set; } = PostStatus.Sending;

    public int Revision { get; set; } = 1;

    /// <summary>How many readers of the audience lie in slices.</summary>
    public int CutReaders { get; set; }

    public bool Cut { get; set; }

    public bool Finished { get; set; }

    /// <summary>True once the readers a cancelled post never reached are counted.</summary>
    public bool UnreachedCounted { get; set; }

    public SortedDictionary<int, SpecSlice> Slices { get; } = [];

    public SortedDictionary<long, SpecDelivery> Deliveries { get; } = [];

    public IEnumerable<long> Undecided(IEnumerable<long> readers) => readers.Where(reader => !Deliveries.ContainsKey(reader));

    public int Count(OutcomeName outcome) => Deliveries.Values.Count(delivery => delivery.Outcome == outcome);
}

/// <summary>The readers and who is on which list now, in the order of joining.</summary>
internal sealed class SpecReaders
{
    private readonly List<(string List, long Reader)> _members = [];
    private readonly Dictionary<long, SubscriberState> _states = [];
    private readonly HashSet<long> _erased = [];

    public bool IsErased(long reader) => _erased.Contains(reader);

    public IReadOnlyList<long> Of(string list) =>
        [.. _members.Where(member => member.List == list).Select(member => member.Reader)];

    public bool MayBeMailed(string list, long reader) =>
        !_erased.Contains(reader) && _states[reader] == SubscriberState.Active && _members.Contains((list, reader));

    public void Join(string list, long reader)
    {
        _states[reader] = SubscriberState.Active;
        if (!_members.Contains((list, reader))) _members.Add((list, reader));
    }

    public void Leave(string list, long reader) => _members.Remove((list, reader));

    public void Suppress(long reader) => _states[reader] = SubscriberState.Suppressed;

    public void Unsubscribe(long reader)
    {
        _states[reader] = SubscriberState.Unsubscribed;
        _members.RemoveAll(member => member.Reader == reader);
    }

    public void Erase(long reader)
    {
        Unsubscribe(reader);
        _erased.Add(reader);
    }
}
