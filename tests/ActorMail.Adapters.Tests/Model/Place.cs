using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>
/// Where a dispatcher runs: what its present incarnation believes, which may be out of date. It keeps to the protocol (one message
/// a mailer, an unanswered round is repeated before anything else) and to nothing more.
/// </summary>
internal sealed class Place(int no)
{
    public const int Mailers = 3;

    public int No => no;

    public string Node => $"node-{no}";

    /// <summary>Null when nothing runs here.</summary>
    public Incarnation? Holder { get; set; }

    public List<HeldPart> Slices { get; } = [];

    /// <summary>What each mailer has on the wire.</summary>
    public SortedDictionary<int, IntentRequest> Flights { get; } = [];

    /// <summary>A round whose answer was lost.</summary>
    public Round? Unanswered { get; set; }

    public void Forget()
    {
        Holder = null;
        Slices.Clear();
        Flights.Clear();
        Unanswered = null;
    }

    public HeldPart? Find(SliceLease lease) => Slices.Find(slice => slice.Lease == lease);

    public bool IsSettled(HeldPart slice) =>
        slice.Waiting.Count == 0 && Flights.Values.All(flight => flight.Slice != slice.Lease);

    /// <summary>Takes readers for the free mailers; a round built is a round committed.</summary>
    public List<IntentRequest> Wishes(int most)
    {
        List<IntentRequest> wishes = [];
        foreach (var mailer in Enumerable.Range(1, Mailers).Except(Flights.Keys).Take(most))
        {
            if (Slices.Find(slice => slice.Waiting.Count > 0) is not { } slice) break;
            var reader = slice.Waiting[0];
            slice.Waiting.RemoveAt(0);
            wishes.Add(new IntentRequest(mailer, slice.Lease, reader.Id, reader.Attempts + 1, slice.Revision));
        }

        return wishes;
    }

    public void Answered(Round round, RoundResult result, Func<PostId, int> revision)
    {
        Slices.RemoveAll(slice => result.Lost.Contains(slice.Lease));
        foreach (var ended in round.Outcomes.Where(ended => ended.Outcome is DeliveryOutcome.Returned))
            Find(ended.Slice)?.Waiting.Add(new WaitingReader(ended.Subscriber, ended.Attempt - 1));
        foreach (var (wish, answer) in round.Requests.Zip(result.Answers))
        {
            if (answer == IntentAnswer.Granted) Flights[wish.Mailer] = wish;
            if (answer != IntentAnswer.NotSending || Find(wish.Slice) is not { } slice) continue;
            slice.Waiting.Add(new WaitingReader(wish.Subscriber, wish.Attempt - 1));
            slice.Revision = revision(wish.Slice.Key.Post);
        }

        Slices.RemoveAll(slice => round.Finished.Contains(slice.Lease));
    }
}

/// <summary>A slice in hand.</summary>
internal sealed class HeldPart(SliceLease lease, int revision, IEnumerable<WaitingReader> readers)
{
    public SliceLease Lease => lease;

    public int Revision { get; set; } = revision;

    public List<WaitingReader> Waiting { get; } = [.. readers];
}

internal readonly record struct WaitingReader(SubscriberId Id, int Attempts);
