using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class SubscriberImportCompliance : StoreCompliance
{
    [StoreFact]
    public async Task A_batch_adds_and_updates_and_may_be_repeated()
    {
        await Mailing.JoinAsync(2);
        ImportRow[] rows = [Row(2, "Two", city: "Ulm"), Row(3, "Three"), Row(3, "", list: "news")];

        var first = await Stores.Import.WriteAsync(rows, None);
        var again = await Stores.Import.WriteAsync(rows, None);

        Assert.Equal((1, 2), (first.Imported, first.Updated));
        Assert.Equal((0, 3), (again.Imported, again.Updated));
        var two = await Read(2);
        Assert.Equal(("Two", "Ulm"), (two.Name, two.Attributes["city"]));
        var three = await Read(3);
        Assert.Equal("Three", three.Name);
        Assert.Equal(["default", "news"], three.Lists);
        Assert.Equal(3, (await Stores.Subscriptions.ListsAsync(None)).Single(list => list.Name == "default").Members);
    }

    [StoreFact]
    public async Task Who_unsubscribed_from_a_list_comes_back_only_by_the_word_active()
    {
        await Mailing.JoinAsync(1);
        var list = (await Stores.Subscriptions.ListsAsync(None)).Single().Id;
        await Stores.Subscriptions.UnsubscribeAsync(list, (await Read(1)).Id, None);

        await Import(Row(1, "One"), Row(1, "One", list: "news"));
        Assert.Equal(["news"], (await Read(1)).Lists);
        await Import(Row(1, "One", SubscriberState.Active));
        Assert.Equal(["default", "news"], (await Read(1)).Lists);
    }

    [StoreFact]
    public async Task An_unsubscribed_reader_joins_no_list_unless_the_row_says_active()
    {
        await Import(Row(1, "One", SubscriberState.Unsubscribed));
        await Import(Row(1, "Uno", list: "news"));
        var one = await Read(1);
        Assert.Equal(("Uno", SubscriberState.Unsubscribed), (one.Name, one.State));
        Assert.Empty(one.Lists);

        await Import(Row(1, "One", SubscriberState.Active));
        Assert.Equal(SubscriberState.Active, (await Read(1)).State);
        Assert.Equal(["default"], (await Read(1)).Lists);
    }

    [StoreFact]
    public async Task No_row_releases_a_suppressed_address()
    {
        await Import(Row(1, "One", SubscriberState.Suppressed));
        await Import(Row(1, "One", SubscriberState.Active));

        Assert.Equal(SubscriberState.Suppressed, (await Read(1)).State);
    }

    [StoreFact]
    public async Task A_row_of_somebody_who_had_left_or_is_suppressed_is_told_of()
    {
        await Mailing.JoinAsync(4);
        await Import(Row(1, null, SubscriberState.Suppressed), Row(2, null, SubscriberState.Unsubscribed));
        var list = (await Stores.Subscriptions.ListsAsync(None)).Single().Id;
        await Stores.Subscriptions.UnsubscribeAsync(list, (await Read(3)).Id, None);

        var told = (await Import(Row(1, "One"), Row(5, "Five"), Row(2, "Two"), Row(3, "Three"), Row(4, "Four"))).Notes;
        var revived = (await Import(
            Row(3, null, SubscriberState.Active), Row(1, null, SubscriberState.Active), Row(2, null, SubscriberState.Active))).Notes;

        Assert.Equal(
            [new(0, ImportStanding.Suppressed), new(2, ImportStanding.StaysAway), new(3, ImportStanding.StaysAway)], told);
        Assert.Equal(
            [new(0, ImportStanding.Revived), new(1, ImportStanding.Suppressed), new(2, ImportStanding.Revived)], revived);
    }

    [StoreFact]
    public async Task A_row_that_says_unsubscribed_ends_every_membership()
    {
        await Mailing.JoinAsync(1);
        await Mailing.JoinAsync(1, list: "news");
        await Import(Row(1, null, SubscriberState.Unsubscribed));

        Assert.Empty((await Read(1)).Lists);
        Assert.Equal("Reader 1", (await Read(1)).Name);
    }

    [StoreFact]
    public async Task So_it_does_for_a_suppressed_reader_who_may_be_released_one_day()
    {
        await Mailing.JoinAsync(1);
        await Import(Row(1, null, SubscriberState.Suppressed));
        await Import(Row(1, null, SubscriberState.Unsubscribed) with { List = "news" });

        Assert.Equal((SubscriberState.Suppressed, 0), ((await Read(1)).State, (await Read(1)).Lists.Count));
    }

    [StoreFact]
    public async Task A_batch_that_fails_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Import(Row(1, "One"), null!));

        Assert.Empty(await Stores.Subscribers.ListAsync(new SubscriberFilter(), None));
    }

    private static ImportRow Row(
        int number, string? name, SubscriberState? state = null, string list = "default", string? city = null) => new(
        Mailing.Email(number), name, list, state,
        city is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["city"] = city });

    private Task<ImportBatchResult> Import(params ImportRow[] rows) => Stores.Import.WriteAsync(rows, None);

    private async Task<Subscriber> Read(int number) =>
        (await Stores.Subscribers.ReadAsync(Mailing.Email(number), None))!;
}
