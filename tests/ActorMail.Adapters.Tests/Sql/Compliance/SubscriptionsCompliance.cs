using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class SubscriptionsCompliance : StoreCompliance
{
    [StoreFact]
    public async Task The_default_list_always_exists()
    {
        Assert.Equal("default", Assert.Single(await Stores.Subscriptions.ListsAsync(None)).Name);
    }

    [StoreFact]
    public async Task Unsubscribing_ends_one_membership_and_may_be_repeated()
    {
        await Mailing.JoinAsync(2);
        await Mailing.JoinAsync(1, list: "news");
        var (list, reader) = (await List("default"), await Reader(1));

        Assert.True((await Stores.Subscriptions.FindAsync(list, reader, 0, None))!.Member);
        await Stores.Subscriptions.UnsubscribeAsync(list, reader, None);
        await Stores.Subscriptions.UnsubscribeAsync(list, reader, None);

        var left = await Stores.Subscriptions.FindAsync(list, reader, 0, None);
        Assert.Equal(("default", Mailing.Email(1), false), (left!.List, left.Email, left.Member));
        Assert.Equal(["news"], (await Stores.Subscribers.ReadAsync(Mailing.Email(1), None))!.Lists);
        Assert.Equal([("default", 1L), ("news", 1L)],
            (await Stores.Subscriptions.ListsAsync(None)).Select(found => (found.Name, found.Members)));
    }

    [StoreFact]
    public async Task A_token_of_another_epoch_an_erased_reader_or_an_unknown_list_finds_nothing()
    {
        await Mailing.JoinAsync(1);
        var (list, reader) = (await List("default"), await Reader(1));

        Assert.Null(await Stores.Subscriptions.FindAsync(list, reader, 1, None));
        Assert.Null(await Stores.Subscriptions.FindAsync(new ListId(99), reader, 0, None));
        await Stores.Subscribers.EraseAsync(Mailing.Email(1), None);
        Assert.Null(await Stores.Subscriptions.FindAsync(list, reader, 0, None));
        Assert.Null(await Stores.Subscriptions.FindAsync(list, reader, 1, None));
    }

    [StoreFact]
    public async Task The_secret_is_made_once()
    {
        var secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Stores.Secret.GetOrCreateAsync(None)));

        Assert.Equal(32, secrets[0].Length);
        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
    }

    private async Task<ListId> List(string name) =>
        (await Stores.Subscriptions.ListsAsync(None)).Single(list => list.Name == name).Id;

    private async Task<SubscriberId> Reader(int number) =>
        (await Stores.Subscribers.ReadAsync(Mailing.Email(number), None))!.Id;
}
