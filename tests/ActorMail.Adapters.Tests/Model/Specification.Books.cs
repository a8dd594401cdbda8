using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Model;

internal sealed partial class Specification
{
    public PostProgress Progress(SpecPost post)
    {
        var due = post.Deliveries.Values.Min(delivery => delivery.Due);
        return new PostProgress(
            Totals(post, post.Audience.Count, post.UnreachedCounted) with { AudienceIsEstimate = !post.Cut },
            IntentsOf(post).Count(), IsComplete(post),
            due is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null);
    }

    public bool IsComplete(SpecPost post) => post.Status == PostStatus.Cancelled
        ? !IntentsOf(post).Any(IsLive)
        : post.Cut && post.Slices.Values.All(slice => slice.Done) && !IntentsOf(post).Any()
            && post.Deliveries.Values.All(delivery => delivery.Due is null);

    /// <summary>What a cancelled post left open ends: doubts stay doubts, "later" and the never reached are cancelled.</summary>
    public PostTotals Close(SpecPost post)
    {
        if (post.Status == PostStatus.Cancelled)
        {
            MakeUncertain(post, IntentsOf(post), OnUncertain.Skip);
            CutRest(post);
            foreach (var (reader, delivery) in post.Deliveries.ToArray())
            {
                var waits = delivery.Due is not null || delivery.Claim is not null;
                var outcome = waits && delivery.Outcome == OutcomeName.Deferred ? OutcomeName.Cancelled : delivery.Outcome;
                post.Deliveries[reader] = delivery with { Outcome = outcome, Due = null, Claim = null };
            }

            foreach (var slice in post.Slices.Values.Where(slice => !slice.Done).ToArray())
                post.Slices[slice.No] = slice with { Holder = null, Until = 0, Done = true };
            post.UnreachedCounted = true;
        }

        return Totals(post, post.CutReaders, post.UnreachedCounted) with { AudienceIsEstimate = !post.Cut };
    }

    public SortedSet<string> Lines()
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var post in Posts.Values)
        {
            var id = post.Id.Value;
            lines.Add(SpecLines.Post(id, post.Status, post.Revision, post.Cut, post.CutReaders));
            foreach (var slice in post.Slices.Values)
                lines.Add(SpecLines.Slice(id, slice.No, slice.Kind, slice.Readers.Count, slice.Holder, slice.Epoch,
                    slice.Holder is not null && slice.Until > Now, slice.Done));
            foreach (var (reader, it) in post.Deliveries)
                lines.Add(SpecLines.Delivery(id, reader, it.Outcome, it.Attempts, it.Due is not null, IsDue(it), it.Claim));
        }

        lines.UnionWith(Intents.Select(intent => intent.ToString()));
        lines.UnionWith(Late.Select(late => SpecLines.Late(late.Post.Value, late.Reader, late.Attempt)));
        return lines;
    }

    private static void CutRest(SpecPost post)
    {
        if (post.Cut) return;
        var no = post.Slices.Count + 1;
        post.Slices[no] = new SpecSlice(no, SliceKind.First, [.. post.Audience.Skip(post.CutReaders)], null, 0, 0, Done: true);
        (post.CutReaders, post.Cut) = (post.Audience.Count, true);
    }

    private static PostTotals Totals(SpecPost post, int audience, bool unreached) => new(
        audience, false, post.Count(OutcomeName.Accepted), post.Count(OutcomeName.Deferred), post.Count(OutcomeName.Rejected),
        post.Count(OutcomeName.Skipped), post.Count(OutcomeName.Uncertain),
        post.Count(OutcomeName.Cancelled) + (unreached ? post.Undecided(post.Audience).Count() : 0));
}
