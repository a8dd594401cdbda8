using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Nodes;
using ActorMail.Testing;
using ActorMail.Testing.Postgres;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>Where nodes meet, and the leases one of them holds at a time.</summary>
public sealed class NodesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(300);
    private SqlDatabase _database = null!;

    private INodeDirectory Nodes => _database.Nodes!;

    private INamedLeases Leases => _database.NamedLeases!;

    public async Task InitializeAsync()
    {
        if (PostgresPrograms.Missing is null) _database = await PostgresStores.OpenDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    [PostgresFact]
    public async Task Of_twenty_nodes_that_meet_at_once_exactly_one_founds()
    {
        var cards = Enumerable.Range(0, 20).Select(Card).ToList();

        var meetings = await Task.WhenAll(cards.Select(card => Nodes.MeetAsync(card, Fresh, None)));

        var founder = Assert.Single(cards.Zip(meetings), met => met.Second.Founds).First;
        Assert.All(meetings.Where(meeting => !meeting.Founds), meeting => Assert.Equal([founder.Address], meeting.Join));
        Assert.Equal(20, (await Nodes.ListAsync(None)).Count);
    }

    [PostgresFact]
    public async Task Who_has_joined_is_named_to_the_next_longest_lived_first()
    {
        var (first, second) = (Card(1), Card(2));
        var founded = (await Nodes.MeetAsync(first, Fresh, None)).At;
        await Nodes.BeatAsync(first, new NodeFigures(true, founded, 12.5), None);
        await Nodes.MeetAsync(second, Fresh, None);
        await Nodes.BeatAsync(second, new NodeFigures(true, founded, 0), None);

        Assert.Equal([first.Address, second.Address], (await Nodes.MeetAsync(Card(3), Fresh, None)).Join);
        var sightings = await Nodes.ListAsync(None);
        Assert.Equal((first.Address, first.Incarnation, "web mailer", new NodeFigures(true, founded, 12.5)),
            (sightings[0].Card.Address, sightings[0].Card.Incarnation, string.Join(' ', sightings[0].Card.Roles), sightings[0].Figures));
        Assert.InRange(sightings[0].Age, TimeSpan.Zero, Fresh);
        Assert.False(sightings[2].Figures.Joined);
    }

    [PostgresFact]
    public async Task A_founder_that_was_never_seen_again_is_replaced()
    {
        Assert.True((await Nodes.MeetAsync(Card(1), Fresh, None)).Founds);
        Assert.False((await Nodes.MeetAsync(Card(2), Fresh, None)).Founds);

        // The others ask again and again, which keeps none of them from founding in the end.
        var next = await Eventually.BecomesAsync(async () => await Nodes.MeetAsync(Card(2), Brief, None),
            meeting => meeting.Founds, "founding");

        Assert.Empty(next.Join);
        Assert.Equal([Card(2).Address], (await Nodes.MeetAsync(Card(3), Brief, None)).Join);
    }

    [PostgresFact]
    public async Task A_node_that_is_alone_founds_again_and_a_late_beat_of_its_predecessor_is_ignored()
    {
        var (before, after) = (Card(1), Card(1));
        await Nodes.MeetAsync(before, Fresh, None);
        await Nodes.BeatAsync(before, new NodeFigures(true, null, 1), None);

        Assert.True((await Nodes.MeetAsync(after, Fresh, None)).Founds);
        await Nodes.BeatAsync(before, new NodeFigures(true, null, 2), None);
        await Nodes.LeaveAsync(before, None);

        var sighting = Assert.Single(await Nodes.ListAsync(None));
        Assert.Equal((after.Incarnation, new NodeFigures(false, null, 0)), (sighting.Card.Incarnation, sighting.Figures));
        await Nodes.LeaveAsync(after, None);
        Assert.Empty(await Nodes.ListAsync(None));
    }

    [PostgresFact]
    public async Task Another_installation_is_refused_and_leaves_no_row()
    {
        await Nodes.MeetAsync(Card(1), Fresh, None);

        var refused = await Assert.ThrowsAsync<ForeignClusterException>(
            () => Nodes.MeetAsync(Card(2) with { System = "staging" }, Fresh, None));

        Assert.Contains("actormail", refused.Message);
        Assert.Contains("staging", refused.Message);
        Assert.Single(await Nodes.ListAsync(None));
    }

    [PostgresFact]
    public async Task A_node_is_listed_with_the_slices_leased_to_it()
    {
        var mailing = new Mailing(Stores.Of(_database));
        await mailing.JoinAsync(25);
        var post = await mailing.PublishAsync();
        await Nodes.MeetAsync(Card(1), Fresh, None);
        await Nodes.MeetAsync(Card(2), Fresh, None);
        var me = await mailing.EnterAsync(Card(1).Address);
        await mailing.LeaseAsync(post, me);
        await mailing.LeaseAsync(post, me);
        await mailing.LeaseAsync(post, me, @for: TimeSpan.Zero);

        Assert.Equal([2, 0], (await Nodes.ListAsync(None)).Select(sighting => sighting.LeasesHeld));
    }

    [PostgresFact]
    public async Task A_clock_that_runs_ahead_is_noticed()
    {
        Assert.InRange(await Nodes.ClockSkewAsync(TimeProvider.System, None), -Fresh / 10, Fresh / 10);
        Assert.InRange(await Nodes.ClockSkewAsync(new Ahead(), None), Fresh * 0.9, Fresh * 1.1);
    }

    [PostgresFact]
    public async Task A_named_lease_is_one_owners_until_it_ends_or_is_given_back()
    {
        var owners = Enumerable.Range(0, 10).Select(number => $"owner-{number}").ToList();
        var taken = await Task.WhenAll(owners.Select(owner => Leases.TryTakeAsync("decider", owner, [], Fresh, None)));
        var winner = Assert.Single(owners.Zip(taken), attempt => attempt.Second).First;

        Assert.True(await Leases.TryTakeAsync("decider", winner, [], Fresh, None));
        Assert.True(await Leases.TryTakeAsync("another", "somebody", [], Fresh, None));
        await Leases.ReleaseAsync("decider", "somebody", None);
        Assert.False(await Leases.TryTakeAsync("decider", "somebody", [], Fresh, None));
        await Leases.ReleaseAsync("decider", winner, None);
        Assert.True(await Leases.TryTakeAsync("decider", "somebody", [], Brief, None));
        await Eventually.BecomesAsync(() => Leases.TryTakeAsync("decider", winner, [], Fresh, None), taken => taken, "taken");
    }

    [PostgresFact]
    public async Task A_named_lease_is_taken_from_an_owner_that_gives_way_and_from_no_other()
    {
        Assert.True(await Leases.TryTakeAsync("decider", "first", [], Fresh, None));
        Assert.False(await Leases.TryTakeAsync("decider", "second", ["third"], Fresh, None));
        Assert.True(await Leases.TryTakeAsync("decider", "second", ["third", "first"], Fresh, None));
        Assert.False(await Leases.TryTakeAsync("decider", "first", [], Fresh, None));
    }

    private static NodeCard Card(int number) =>
        new("actormail", $"akka.tcp://actormail@127.0.0.1:{4000 + number}", Guid.NewGuid(), ["web", "mailer"]);

    private sealed class Ahead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Fresh;
    }
}
