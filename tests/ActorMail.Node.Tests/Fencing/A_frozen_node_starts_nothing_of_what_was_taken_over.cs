using ActorMail.Delivery;
using ActorMail.Node.Tests.Rig;
using ActorMail.Posts;

namespace ActorMail.Node.Tests.Fencing;

public sealed class A_frozen_node_starts_nothing_of_what_was_taken_over
{
    private const int Readers = 60;
    private const int SliceSize = 20;
    private static readonly LeaseTerms Terms = new(SliceSize, TimeSpan.FromMinutes(5), OnUncertain.Hold);

    [Fact]
    public async Task Its_late_outcome_is_noted_as_late_and_it_goes_on_with_other_posts()
    {
        await using var relay = await Recorder.StartAsync(TimeSpan.FromMilliseconds(300));
        using var setup = NodeSetup.ToRelay(relay.Port).Set("Delivery:SliceSize", $"{SliceSize}");
        setup.Environment["Hocon__actormail__dispatcher__lease"] = "2s";
        await using var node = await NodeProcess.StartAsync(setup);
        await node.Api.ImportReadersAsync(Readers);
        var id = await node.Api.PublishAsync();
        await relay.ReceivedAsync(5);

        var file = Path.Combine(setup.DataDirectory, "actormail.db");
        await FrozenNode.FreezePastItsLeasesAsync(node, relay, file);
        // Another holder, as a second node would be, takes over all that was left.
        await using var other = await SqliteDatabase.OpenAsync($"Data Source={file}", CancellationToken.None);
        Assert.True(PostId.TryParse(id, out var post));
        var me = await other.Ledger.EnterAsync("other", CancellationToken.None);
        var taken = new List<LeasedSlice>();
        while (await other.Ledger.LeaseAsync(post, me, Terms, CancellationToken.None) is { } slice) taken.Add(slice);
        var inDoubt = (await other.Log.ListAsync(post, OutcomeName.Uncertain, null, 100, CancellationToken.None))
            .Select(line => line.Email).ToHashSet();
        Assert.InRange(inDoubt.Count, 1, 4);
        var begun = relay.Begun.Count();
        node.Thaw();

        // What had been accepted meanwhile is told late, and decides nothing.
        var told = relay.Taken.Select(line => line.Recipient).First(inDoubt.Contains);
        await Eventually.TrueAsync(
            async () => (await node.Api.ExplainAsync(id, told)).GetRawText().Contains("told after the slice had been taken over"),
            Scenario.Soon, () => node.Talk);
        Assert.Equal("uncertain", (await node.Api.ExplainAsync(id, told)).GetProperty("outcome").GetString());

        // Another post goes out, and of the first one not one message more.
        await node.Api.ImportAsync("email\nsomebody@example.com\n", "others");
        await node.Api.FinishedAsync(
            await node.Api.PublishAsync(new { subject = "Other", markdown = "Hi", list = "others" }), Scenario.Soon);
        Assert.Equal("somebody@example.com", relay.Begun.Skip(begun).Single().Recipient);
        var warned = node.Output.Where(line => line.Contains("was taken over")).ToList();
        Assert.InRange(warned.Count, 1, taken.Count);
        Assert.Equal(warned.Count, warned.Select(line => line[line.IndexOf("Slice", StringComparison.Ordinal)..]).Distinct().Count());

        // Given back, the rest goes out too: nobody got it twice, and those in doubt are held by name.
        await other.Ledger.ReleaseAsync(me, [.. taken.Select(slice => slice.Lease)], OnUncertain.Hold, CancellationToken.None);
        var seen = await node.Api.FinishedAsync(id, Scenario.Soon);
        Assert.Equal(new TotalsSeen(Readers, Readers - inDoubt.Count, 0, 0, 0, inDoubt.Count, 0, 0), seen.Totals);
        Assert.All(relay.MailsByReader(), reader => Assert.Single(reader));
    }
}
