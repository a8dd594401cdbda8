using ActorMail.Delivery;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>A new run of a dispatcher; whatever ran at that place is gone without a word.</summary>
internal sealed record Enter(int Place) : Operation
{
    public override async Task PlayAsync(World world)
    {
        var place = world.Places[Place];
        place.Forget();
        place.Holder = await world.Store.Ledger.EnterAsync(place.Node, None);
        Assert.Equal(world.Spec.Enter(place.Node), place.Holder.Value.Value);
    }
}

internal sealed record Crash(int Place) : Operation
{
    public override Task PlayAsync(World world)
    {
        world.Places[Place].Forget();
        return Task.CompletedTask;
    }
}

/// <summary>The cluster has declared the place's node gone; it may live after all.</summary>
internal sealed record Gone(int Place, OnUncertain Policy) : Operation
{
    public override async Task PlayAsync(World world)
    {
        var node = world.Places[Place].Node;
        Assert.Equal(world.Spec.EndLeasesOf(node, Policy), await world.Store.Ledger.EndLeasesOfAsync(node, "the cluster", Policy, None));
    }
}

/// <param name="Seconds">With 0 the lease ends at once, so that another may take over.</param>
internal sealed record Lease(int Place, int Post, int Size, int Seconds, OnUncertain Policy) : Operation
{
    public override async Task PlayAsync(World world)
    {
        var place = world.Places[Place];
        if (place.Holder is not { } holder || world.Post(Post) is not { } post) return;
        var terms = new LeaseTerms(Size, TimeSpan.FromSeconds(Seconds), Policy);
        if (world.Spec.IsRefused(holder.Value, post))
        {
            await Assert.ThrowsAsync<RunEndedException>(() => world.Store.Ledger.LeaseAsync(post.Id, holder, terms, None));
            world.Reached.Add("ended run");
            return;
        }

        var leased = await world.Store.Ledger.LeaseAsync(post.Id, holder, terms, None);
        var picture = await Picture.TakeAsync(world.Store.Engine);
        var wanted = world.Spec.Lease(post, holder.Value, terms,
            due => [.. due.Where(reader => !picture.Waiting.Contains((post.Id.Value, reader)))]);
        Assert.Equal(wanted is null, leased is null);
        if (wanted is not var (slice, recipients) || leased is null) return;

        Assert.Equal((post.Id, slice.No, slice.Epoch, slice.Kind),
            (leased.Lease.Key.Post, leased.Lease.Key.No, leased.Lease.Epoch, leased.Kind));
        Assert.Equal(recipients, leased.Recipients.Select(recipient => recipient.Id.Value));
        Assert.Equal(recipients.Select(reader => post.Deliveries.GetValueOrDefault(reader)?.Attempts ?? 0),
            leased.Recipients.Select(recipient => recipient.Attempts));
        world.Reached.Add(leased.Lease.Epoch == 1 ? $"{slice.Kind} slice" : $"{slice.Kind} slice taken over");
        place.Slices.Add(new HeldPart(leased.Lease, post.Revision,
            leased.Recipients.Select(recipient => new WaitingReader(recipient.Id, recipient.Attempts))));
    }
}

/// <summary>Gives slices back, with whatever is still on the wire.</summary>
internal sealed record Release(int Place, bool All, OnUncertain Policy) : Operation
{
    public override async Task PlayAsync(World world)
    {
        var place = world.Places[Place];
        if (place.Holder is not { } holder || place.Unanswered is not null) return;
        SliceLease[] leases = [.. place.Slices.Take(All ? int.MaxValue : 1).Select(slice => slice.Lease)];
        await world.Store.Ledger.ReleaseAsync(holder, leases, Policy, None);
        foreach (var lease in leases) world.Spec.Release(holder.Value, lease, Policy);
        place.Slices.RemoveAll(slice => leases.Contains(slice.Lease));
    }
}
