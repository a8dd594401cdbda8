using System.Collections.Concurrent;
using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Testing.Postgres;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>Several nodes on one database, each with connections of its own.</summary>
public sealed class SeveralNodesTests : IAsyncLifetime
{
    private const int Most = 8;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly List<SqlDatabase> _nodes = [];

    public async Task InitializeAsync()
    {
        if (PostgresPrograms.Missing is not null) return;
        var connectionString = await PostgresStores.CreateAsync();
        for (var node = 0; node < Most; node++) _nodes.Add(await PostgresDatabase.OpenAsync(connectionString, None));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    [PostgresFact]
    public async Task Eight_dispatchers_of_one_post_start_each_reader_once()
    {
        const int Readers = 2_000;
        var first = new Mailing(Stores.Of(_nodes[0]));
        await first.JoinAsync(Readers);
        var post = await first.PublishAsync();
        var granted = new ConcurrentQueue<SubscriberId>();

        await Task.WhenAll(_nodes.Select((node, no) => Task.Run(() => DispatchAsync(node, $"node-{no}", post, granted))));

        Assert.Equal(Readers, granted.Count);
        Assert.Equal(Readers, granted.Distinct().Count());
        var totals = await _nodes[0].Log.CloseAsync(post.Id, None);
        Assert.Equal(((long)Readers, (long)Readers, true), (totals.Audience, totals.Accepted, totals.Balanced));
        Assert.Equal(totals, (await _nodes[1].Log.ProgressAsync(post.Id, None)).Totals);
    }

    [PostgresFact]
    public async Task A_node_entering_ends_only_its_own_earlier_leases()
    {
        var mailing = new Mailing(Stores.Of(_nodes[0]));
        await mailing.JoinAsync(20);
        var post = await mailing.PublishAsync();
        var (mine, other) = (await mailing.EnterAsync("mine"), await mailing.EnterAsync("other"));
        var slice = await mailing.LeaseAsync(post, mine);
        var kept = await mailing.LeaseAsync(post, other);

        var again = await mailing.EnterAsync("mine");

        var taken = await mailing.LeaseAsync(post, again);
        Assert.Equal((slice.Lease.Key, 2), (taken.Lease.Key, taken.Lease.Epoch));
        Assert.Null(await mailing.TryLeaseAsync(post, again));
        Assert.Empty((await mailing.RoundAsync(other, kept, wishes: Mailing.Wishes(kept))).Lost);
    }

    [PostgresFact]
    public async Task The_same_key_published_on_all_nodes_at_once_is_one_post()
    {
        var draft = new Mailing(Stores.Of(_nodes[0])).Draft(key: "once");
        var answers = await Task.WhenAll(_nodes.Select((node, no) => node.Posts.InsertAsync(
            draft with { Id = new PostId(100 + no) }, None)));

        var stored = Assert.Single(answers.OfType<PostInserted.Stored>());
        Assert.All(answers.OfType<PostInserted.Repeated>(), repeated => Assert.Equal(stored.Post.Id, repeated.Post.Id));
        Assert.Equal(Most - 1, answers.OfType<PostInserted.Repeated>().Count());
    }

    [PostgresFact]
    public async Task The_same_address_added_and_imported_on_all_nodes_at_once_is_one_subscriber()
    {
        var added = Task.WhenAll(_nodes.Select(node => node.Subscribers.AddAsync(
            Mailing.Email(1), new SubscriberChange("One", JoinLists: ["default"]), None)));
        var imported = Task.WhenAll(_nodes.Select(node => new Mailing(Stores.Of(node)).JoinAsync(5)));
        await Task.WhenAll(added, imported);

        Assert.Equal(5, (await _nodes[0].Subscribers.ListAsync(new SubscriberFilter(List: "default"), None)).Count);
        Assert.Equal(5, (await _nodes[0].Subscriptions.ListsAsync(None)).Single().Members);
    }

    [PostgresFact]
    public async Task Transactions_that_lock_the_same_rows_in_opposite_order_all_succeed()
    {
        await new Mailing(Stores.Of(_nodes[0])).JoinAsync(2);
        await Task.WhenAll(_nodes.Take(4).Select((node, no) => Task.Run(async () =>
        {
            for (var turn = 0; turn < 3; turn++)
            {
                await node.Engine.WriteAsync(session => (no % 2 == 0 ? [1L, 2L] : (long[])[2L, 1L]).Sum(id => session.Run(
                    "update subscribers set token_epoch = token_epoch + 1 where id = @id", id)), None);
            }
        })));

        Assert.Equal(24, await _nodes[0].Engine.ReadAsync(
            session => session.Number("select sum(token_epoch) from subscribers"), None));
    }

    [PostgresFact]
    public async Task A_node_frozen_inside_a_transaction_stops_the_others_for_a_few_seconds_only()
    {
        var mailing = new Mailing(Stores.Of(_nodes[1]));
        var post = await mailing.PublishAsync();
        using var frozen = new ManualResetEventSlim();
        using var locked = new ManualResetEventSlim();
        var held = _nodes[0].Engine.WriteAsync(session =>
        {
            var changed = session.Run("update posts set status = 'cancelled'");
            locked.Set();
            frozen.Wait();
            return changed;
        }, None);
        locked.Wait();

        var paused = await mailing.MoveAsync(post, PostStatus.Paused).WaitAsync(TimeSpan.FromSeconds(6));
        frozen.Set();

        Assert.Equal(PostStatus.Paused, paused.Status);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => held);
        Assert.Equal(PostStatus.Paused, (await _nodes[1].Posts.ReadAsync(post.Id, None))!.Status);
    }

    private static async Task DispatchAsync(SqlDatabase node, string name, Post post, ConcurrentQueue<SubscriberId> granted)
    {
        var mailing = new Mailing(Stores.Of(node));
        var me = await mailing.EnterAsync(name);
        while (await mailing.TryLeaseAsync(post, me, size: 50) is { } slice)
        {
            IReadOnlyList<EndedDelivery> ended = [];
            var wishes = Mailing.Wishes(slice);
            for (var from = 0; from < wishes.Count; from += 8)
            {
                var part = wishes.Skip(from).Take(8).Select((wish, mailer) => wish with { Mailer = mailer }).ToList();
                var result = await mailing.RoundAsync(me, slice, ended, part);
                Assert.Empty(result.Lost);
                Assert.All(result.Answers, answer => Assert.Equal(IntentAnswer.Granted, answer));
                foreach (var wish in part) granted.Enqueue(wish.Subscriber);
                ended = [.. part.Select(wish => Mailing.End(wish, Mailing.Accepted))];
            }

            await mailing.RoundAsync(me, slice, ended, finish: true);
        }
    }
}
