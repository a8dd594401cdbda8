using ActorMail.Feeds;

namespace ActorMail.Tests.Feeds;

public sealed class What_is_news_in_a_feed
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_not_known_is_news_the_oldest_first()
    {
        FeedItem[] items = [Item(3), Item(2), Item(1)];
        Assert.Equal(
            [("2", ItemFate.Post), ("3", ItemFate.Post)],
            Sorted(items, [.. Item(1).Keys], null, 5));
    }

    [Fact]
    public void Without_moments_a_feed_is_read_from_its_end() => Assert.Equal(
        [("1", ItemFate.Post), ("2", ItemFate.Post)], Sorted([Item(2) with { At = null }, Item(1) with { At = null }], [], null, 5));

    [Fact]
    public void What_is_older_than_the_first_sight_is_old() => Assert.Equal(
        [("1", ItemFate.Old), ("3", ItemFate.Post)], Sorted([Item(3), Item(1)], [], Start.AddDays(2), 5));

    [Fact]
    public void Of_many_only_the_newest_are_sent() => Assert.Equal(
        [("1", ItemFate.Surplus), ("2", ItemFate.Surplus), ("3", ItemFate.Post), ("4", ItemFate.Post)],
        Sorted([Item(4), Item(3), Item(2), Item(1)], [], null, 2));

    [Fact]
    public void Old_items_take_nobodys_place() => Assert.Equal(
        [("1", ItemFate.Old), ("3", ItemFate.Post), ("4", ItemFate.Post)],
        Sorted([Item(4), Item(3), Item(1)], [], Start.AddDays(2), 2));

    [Fact]
    public void An_item_that_stands_twice_is_one() =>
        Assert.Equal([("1", ItemFate.Post)], Sorted([Item(1), Item(1) with { Title = "again" }], [], null, 5));

    [Fact]
    public void A_blog_that_changes_all_its_ids_has_no_news()
    {
        var moved = Item(1) with { Id = "another", Link = new Uri("http://blog.example/1") };
        Assert.Empty(Sorted([moved], [.. Item(1).Keys], null, 5));
    }

    [Fact]
    public void Items_that_all_lead_to_one_page_are_not_one_item() => Assert.Equal(
        [("1", ItemFate.Post), ("2", ItemFate.Post)],
        Sorted([Item(2) with { Link = Item(1).Link }, Item(1)], [], null, 5));

    [Theory]
    [InlineData(15, 0, null, 0, 15)]
    [InlineData(15, 0, null, 0.999, 16.4985)]
    [InlineData(15, 1, null, 0, 30)]
    [InlineData(15, 3, null, 0, 120)]
    [InlineData(15, 60, null, 0, 24 * 60)]
    [InlineData(3 * 24 * 60, 5, null, 0, 3 * 24 * 60)]
    [InlineData(15, 1, 600.0, 0, 600)]
    [InlineData(15, 1, 5.0, 0, 30)]
    [InlineData(15, 1, 100_000.0, 0, 7 * 24 * 60)]
    public void The_next_look_waits_longer_after_each_in_vain_and_as_long_as_the_server_asks(
        double every, int failures, double? asked, double chance, double minutes) => Assert.Equal(
        minutes, FeedSchedule.Next(TimeSpan.FromMinutes(every), failures, asked is { } wait ? TimeSpan.FromMinutes(wait) : null, chance).TotalMinutes, 3);

    private static List<(string, ItemFate)> Sorted(FeedItem[] items, string[] known, DateTimeOffset? horizon, int most) =>
        [.. FeedSieve.Sort(items, known.ToHashSet(), horizon, most).Select(sorted => (sorted.Item.Id!, sorted.Fate))];

    private static FeedItem Item(int number) =>
        new($"{number}", $"Item {number}", "", new Uri($"https://blog.example/{number}"), Start.AddDays(number));
}
