using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Storage;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Delivery;

/// <summary>How a dispatcher gets its slices and gives them back.</summary>
internal sealed partial class MailDispatcher
{
    /// <summary>A node holds slices of at most so many posts at a time.</summary>
    private const int MaxPosts = 16;

    private readonly LetterCache _letters = new();

    private LeaseTerms Terms => new(_parts.SliceSize, _pace.Lease, _parts.OnUncertain);

    private void LookForWork()
    {
        _dry = false;
        Lease();
    }

    /// <summary>Leases one more slice when there is little left, or when a post that has work has none held.</summary>
    private void Lease()
    {
        if (_desk.Draining || _failures > 0) return;
        if (_leasing)
        {
            _leaseAgain = true;
            return;
        }

        _leasing = true;
        var held = _desk.Stock.Slices.Where(slice => slice.Waiting > 0).GroupBy(slice => slice.Lease.Key.Post)
            .ToDictionary(post => post.Key, post => post.Sum(slice => slice.Waiting));
        var priorities = _desk.Stock.Slices.GroupBy(slice => slice.Lease.Key.Post).ToDictionary(post => post.Key, post => post.First().Priority);
        Hear(LeaseNextAsync(held, priorities, IsLow), leased => leased, why => new LeasingFailed(why));
    }

    /// <summary>
    /// There is little left that may be started now. Readers of providers that are slow or held do not count, up to a number that
    /// keeps memory flat.
    /// </summary>
    private bool IsLow => _desk.Stock.Waiting <= _parts.SliceSize / 2
        || (_desk.IsStarved && _desk.Stock.Waiting < Crowd && _desk.Startable(Now) <= _parts.SliceSize / 2);

    /// <summary>So many readers may wait in memory.</summary>
    private int Crowd => 4 * _parts.SliceSize;

    private async Task<Leased> LeaseNextAsync(
        Dictionary<PostId, int> held, Dictionary<PostId, PostPriority> priorities, bool low)
    {
        var posts = await _parts.Ledger.PostsWithWorkAsync(CancellationToken.None);
        var fresh = held.Count < MaxPosts ? posts.Where(post => !held.ContainsKey(post)) : [];
        foreach (var post in fresh.Concat(low ? posts.OrderByDescending(post => priorities.GetValueOrDefault(post)).ThenBy(post => held.GetValueOrDefault(post)) : []))
        {
            using var leasing = MailTraces.Follow(TelemetryNames.Spans.Lease, News.Traces.Of(post));
            if (await _parts.Ledger.LeaseAsync(post, _incarnation, Terms, CancellationToken.None) is { } slice)
                return await ComposeAsync(slice);
        }

        return new Leased(null, null, null, low);
    }

    private async Task<Leased> ComposeAsync(LeasedSlice slice)
    {
        var post = await _parts.Posts.ReadAsync(slice.Lease.Key.Post, CancellationToken.None)
            ?? throw new InvalidOperationException($"Post {slice.Lease.Key.Post} has slices and no row.");
        try
        {
            return new Leased(slice, _letters.Get(post, _parts.Press), null, Priority: post.Priority);
        }
        catch (LetterException unfit)
        {
            return new Leased(slice, null, unfit.Message);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // Thrown on, it would start the dispatcher anew at every look, and no post would be sent.
            _log.Error(bug, "Post {Post}: composing its letter met what nobody foresaw", post.Id);
            return new Leased(slice, null, bug.Message);
        }
    }

    private void OnLeased(Leased leased)
    {
        _leasing = false;
        _dry = leased.Slice is null && leased.Low;
        // That nothing was found was only read: it says nothing of writing.
        if (_failures == 0 && (leased.Slice is not null || _parts.Store.Fault is null)) NoteStoreUp();
        if (leased.Slice is { } slice)
        {
            var heldSlice = new HeldSlice(leased.Letter is null ? slice with { Recipients = [] } : slice, leased.Letter!, leased.Priority);
            _desk.Stock.Add(heldSlice);
            News.SliceLeased(slice);
            if (leased.Letter is null)
            {
                _desk.Stop(slice.Lease.Key.Post);
                PausePost(slice.Lease.Key.Post, $"the letter cannot be composed: {leased.Unfit}");
            }
        }

        Turn();
        // One slice at a time keeps memory flat; another is asked for as long as slices come or a hint came meanwhile.
        if (_leaseAgain || leased.Slice is not null)
        {
            _leaseAgain = false;
            Lease();
        }
    }

    private void OnLeasingFailed(LeasingFailed failed)
    {
        _leasing = false;
        if (failed.Why is RunEndedException)
        {
            // There is nothing more to do here; what is on the wire ends.
            _dry = true;
            Context.System.EventStream.Publish(RunEnded.Instance);
            if (_desk.Draining) FinishDrain();
            return;
        }

        if (failed.Why is not StoreUnavailableException) throw new DispatcherException("A slice could not be leased.", failed.Why);
        NoteStoreDown(failed.Why);
        if (_desk.Draining) FinishDrain();
    }

    /// <summary>Gives back the slices of stopped posts (and every slice, when draining) on which nothing is outstanding.</summary>
    private void GiveBack()
    {
        if (_desk.RoundIsOpen || _failures > 0) return;
        if (_desk.Draining)
            foreach (var post in _desk.Stock.Slices.Select(slice => slice.Lease.Key.Post).Distinct().ToArray()) _desk.Stop(post);
        var released = _desk.Stock.Released();
        if (released.Count == 0) return;
        foreach (var lease in released) _desk.Stock.Remove(lease);
        _givingBack++;
        Hear(_parts.Ledger.ReleaseAsync(_incarnation, released, _parts.OnUncertain, CancellationToken.None), why => new GivenBack(why));
    }

    private void OnGivenBack(GivenBack given)
    {
        _givingBack--;
        if (given.Why is not null) _log.Warning("Slices could not be given back and stay until their leases end: {Reason}", given.Why.Message);
        if (_desk.Draining) FinishDrain();
        else LookForWork();
    }

    private void PausePost(PostId post, string because)
    {
        _parts.PostRegion().Tell(new PostMessage.Do(post, new PostCommand.Pause(because)), ActorRefs.NoSender);
    }
}
