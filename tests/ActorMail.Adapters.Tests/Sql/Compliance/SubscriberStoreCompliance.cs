using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class SubscriberStoreCompliance : StoreCompliance
{
    private static readonly EmailAddress Ann = EmailAddress.Parse("Ann@Example.org");

    [StoreFact]
    public async Task An_added_subscriber_reads_back_by_any_spelling()
    {
        var (ann, added) = await Stores.Subscribers.AddAsync(Ann, new SubscriberChange(
            "Ann", Attributes("city", "Ulm"), JoinLists: ["news", "default"]), None);

        Assert.True(added);
        Assert.Equal(("Ann", SubscriberState.Active), (ann.Name, ann.State));
        Assert.Equal("Ann@example.org", ann.Email.ToString());
        Assert.Equal(["default", "news"], ann.Lists);
        var read = await Stores.Subscribers.ReadAsync(EmailAddress.Parse("ANN@EXAMPLE.ORG"), None);
        Assert.Equal(ann.Id, read!.Id);
        Assert.Equal("Ulm", read.Attributes["city"]);
        Assert.Null(await Stores.Subscribers.ReadAsync(Mailing.Email(1), None));
    }

    [StoreFact]
    public async Task Attributes_are_merged_and_an_empty_one_is_removed()
    {
        await Add(new SubscriberChange("Ann", Attributes("city", "Ulm")));
        await Change(new SubscriberChange(Attributes: Attributes("pet", "cat")));
        var ann = await Change(new SubscriberChange(Attributes: Attributes("city", "")));

        Assert.Equal([KeyValuePair.Create("pet", "cat")], ann!.Attributes);
        Assert.Equal("Ann", ann.Name);
        Assert.Null(await Stores.Subscribers.ChangeAsync(Mailing.Email(9), new SubscriberChange("Bob"), None));
    }

    [StoreTheory]
    [InlineData(SubscriberState.Unsubscribed)]
    [InlineData(SubscriberState.Suppressed)]
    public async Task Adding_again_revives_only_when_it_says_active(SubscriberState state)
    {
        await Add(new SubscriberChange(JoinLists: ["default"]));
        await Change(new SubscriberChange(State: state, LeaveLists: ["default"]));

        var still = await Add(new SubscriberChange("Ann", JoinLists: ["default"]));
        var active = await Add(new SubscriberChange(State: SubscriberState.Active, JoinLists: ["default"]));

        Assert.Equal((state, "Ann"), (still.State, still.Name));
        Assert.Empty(still.Lists);
        Assert.Equal(SubscriberState.Active, active.State);
        Assert.Equal(["default"], active.Lists);
    }

    [StoreFact]
    public async Task Adding_again_does_not_bring_back_to_a_list_that_was_left()
    {
        await Add(new SubscriberChange(JoinLists: ["default"]));
        await Change(new SubscriberChange(LeaveLists: ["default", "unknown"]));

        Assert.Equal(["news"], (await Add(new SubscriberChange(JoinLists: ["default", "news"]))).Lists);
        Assert.Equal(["default", "news"], (await Change(new SubscriberChange(JoinLists: ["default"])))!.Lists);
        Assert.DoesNotContain(await Stores.Subscriptions.ListsAsync(None), list => list.Name == "unknown");
    }

    [StoreFact]
    public async Task Who_unsubscribes_leaves_every_list()
    {
        await Add(new SubscriberChange(JoinLists: ["default", "news"]));

        Assert.Empty((await Change(new SubscriberChange(State: SubscriberState.Unsubscribed)))!.Lists);
    }

    [StoreFact]
    public async Task An_erased_subscriber_is_gone_and_the_address_may_come_anew()
    {
        var ann = await Add(new SubscriberChange("Ann", JoinLists: ["default"]));

        Assert.True(await Stores.Subscribers.EraseAsync(Ann, None));
        Assert.False(await Stores.Subscribers.EraseAsync(Ann, None));

        Assert.Null(await Stores.Subscribers.ReadAsync(Ann, None));
        Assert.Empty(await Stores.Subscribers.ListAsync(new SubscriberFilter(), None));
        Assert.Equal(0, (await Stores.Subscriptions.ListsAsync(None)).Single(list => list.Name == "default").Members);
        Assert.NotEqual(ann.Id, (await Add(new SubscriberChange())).Id);
    }

    [StoreFact]
    public async Task Subscribers_are_listed_by_state_and_list_in_pages()
    {
        await Mailing.JoinAsync(5);
        await Mailing.JoinAsync(2, from: 6, list: "news");
        await Stores.Subscribers.ChangeAsync(
            Mailing.Email(2), new SubscriberChange(State: SubscriberState.Suppressed), None);

        var page = await Stores.Subscribers.ListAsync(new SubscriberFilter(Limit: 3), None);
        var rest = await Stores.Subscribers.ListAsync(new SubscriberFilter(page[^1].Id), None);
        var news = await Stores.Subscribers.ListAsync(new SubscriberFilter(List: "news"), None);
        var active = await Stores.Subscribers.ListAsync(
            new SubscriberFilter(page[0].Id, SubscriberState.Active, "default"), None);

        Assert.Equal([1, 2, 3], page.Select(Number));
        Assert.Equal([4, 5, 6, 7], rest.Select(Number));
        Assert.Equal([6, 7], news.Select(Number));
        Assert.Equal([3, 4, 5], active.Select(Number));
    }

    private static int Number(Subscriber subscriber) => int.Parse(subscriber.Email.Local["reader".Length..]);

    private static Dictionary<string, string> Attributes(string name, string value) => new() { [name] = value };

    private async Task<Subscriber> Add(SubscriberChange change) =>
        (await Stores.Subscribers.AddAsync(Ann, change, None)).Subscriber;

    private Task<Subscriber?> Change(SubscriberChange change) => Stores.Subscribers.ChangeAsync(Ann, change, None);
}
