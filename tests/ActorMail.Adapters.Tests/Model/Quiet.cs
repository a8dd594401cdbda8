using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>Drives a world to its end: whatever has happened, nobody of an audience may have been forgotten.</summary>
internal static class Quiet
{
    private const int MostTurns = 400;

    public static async Task ReachAsync(World world)
    {
        // Only its next run ends the leases of one that was declared gone before and lived on.
        await world.PlayAsync(new Enter(1));
        await world.PlayAsync(new Crash(1));
        await world.PlayAsync(new Enter(0));
        foreach (var n in Enumerable.Range(0, world.Spec.Posts.Count))
        {
            await world.PlayAsync(new Resume(n));
            await world.PlayAsync(new Requeue(n, OutcomeName.Deferred));
            for (var turn = 0; await SendAsync(world, n); turn++) Assert.True(turn < MostTurns, "The post never ends.");
            await world.PlayAsync(new Close(n));
            CheckEnd(world.Post(n)!);
            world.Reached.Add($"{world.Post(n)!.Status}");
        }
    }

    /// <summary>False when there is nothing left to lease.</summary>
    private static async Task<bool> SendAsync(World world, int post)
    {
        await world.PlayAsync(new Lease(0, post, 3, 60, OnUncertain.Resend));
        var place = world.Places[0];
        if (place.Slices.Count == 0) return false;
        var accept = Enumerable.Repeat(Ending.Accepted, Place.Mailers).ToArray();
        for (var turn = 0; place.Slices.Count > 0; turn++)
        {
            Assert.True(turn < MostTurns, "The slice never ends.");
            await world.PlayAsync(new Turn(
                0, accept, Place.Mailers, Finishing.WhatIsSettled, 60, RenewAll: true, AnswerLost: false));
        }

        return true;
    }

    private static void CheckEnd(SpecPost post)
    {
        Assert.Contains(post.Status, (PostStatus[])[PostStatus.Sent, PostStatus.Cancelled]);
        Assert.Subset(post.Audience.ToHashSet(), post.Deliveries.Keys.ToHashSet());
        if (post.Status == PostStatus.Sent) Assert.Equal(post.Audience.Order(), post.Deliveries.Keys);
        Assert.DoesNotContain(post.Deliveries.Values, delivery => delivery.Outcome == OutcomeName.Deferred);
    }
}
