using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Model;

internal sealed partial class Specification
{
    private readonly HashSet<(PostId, long, int, OutcomeName, DateTimeOffset)> _told = [];

    public (HashSet<SliceLease> Lost, IReadOnlyList<IntentAnswer> Answers) Commit(Round round)
    {
        var holder = round.Holder.Value;
        var named = round.Renew.Concat(round.Requests.Select(request => request.Slice)).ToHashSet();
        foreach (var lease in named)
        {
            if (Holds(holder, lease, out var post, out var slice) && !slice.Done)
                post.Slices[slice.No] = slice with { Until = Now + (long)round.LeaseFor.TotalMilliseconds };
        }

        foreach (var ended in round.Outcomes) End(holder, ended);
        IReadOnlyList<IntentAnswer> answers = [.. round.Requests.Select(request => Answer(holder, request))];
        var lost = named.Where(lease => !Holds(holder, lease, out _, out _)).ToHashSet();
        foreach (var lease in round.Finished) Finish(holder, lease);
        return (lost, answers);
    }

    /// <summary>Only who still has the intent decides; anybody else's word is kept as late, once.</summary>
    private void End(long holder, EndedDelivery ended)
    {
        var post = Posts[ended.Slice.Key.Post];
        var reader = ended.Subscriber.Value;
        var mine = Intents.Remove(new SpecIntent(holder, ended.Mailer, ended.Slice, reader, ended.Attempt));
        SpecDelivery? delivery = ended.Outcome switch
        {
            DeliveryOutcome.Accepted => new(OutcomeName.Accepted, ended.Attempt),
            DeliveryOutcome.Rejected => new(OutcomeName.Rejected, ended.Attempt),
            DeliveryOutcome.Deferred later =>
                new(OutcomeName.Deferred, ended.Attempt, later.NextAttempt.ToUnixTimeMilliseconds()),
            DeliveryOutcome.Uncertain doubt =>
                new(OutcomeName.Uncertain, ended.Attempt, doubt.NextAttempt?.ToUnixTimeMilliseconds()),
            _ => null,
        };
        if (delivery is null) return;
        var told = !_told.Add((post.Id, reader, ended.Attempt, delivery.Outcome, ended.At));
        if (mine) post.Deliveries[reader] = delivery;
        else if (!told) Late.Add((post.Id, reader, ended.Attempt));
    }

    private IntentAnswer Answer(long holder, IntentRequest request)
    {
        if (!Holds(holder, request.Slice, out var post, out var slice)) return IntentAnswer.LeaseLost;
        var reader = request.Subscriber.Value;
        var intent = new SpecIntent(holder, request.Mailer, request.Slice, reader, request.Attempt);
        if (Intents.Contains(intent)) return IntentAnswer.Granted;
        if (post.Status != PostStatus.Sending || post.Revision != request.Revision) return IntentAnswer.NotSending;

        var delivery = post.Deliveries.GetValueOrDefault(reader);
        var open = slice.Kind == SliceKind.First ? delivery is null : delivery?.Claim == slice.No;
        if (!open) return delivery?.Outcome == OutcomeName.Skipped ? IntentAnswer.Skipped : IntentAnswer.AlreadyDecided;
        if (!Readers.MayBeMailed(post.List, reader))
        {
            Skip(post, reader, request.Attempt - 1);
            return IntentAnswer.Skipped;
        }

        Intents.Add(intent);
        return IntentAnswer.Granted;
    }

    /// <summary>A slice somebody of which still waits is not done, whatever its holder believes: anyone may lease it.</summary>
    private void Finish(long holder, SliceLease lease)
    {
        if (!Holds(holder, lease, out var post, out var slice) || slice.Done) return;
        var done = slice.Kind == SliceKind.First
            ? !post.Undecided(slice.Readers).Any()
            : post.Deliveries.Values.All(delivery => delivery.Claim != slice.No);
        post.Slices[slice.No] = done ? slice with { Done = true } : slice with { Holder = null, Until = 0 };
    }
}
