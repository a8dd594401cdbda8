using ActorMail.Digests;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class DigestsCompliance : StoreCompliance
{
    private static readonly DateTimeOffset Due = Mailing.Start.AddDays(1);

    [StoreFact]
    public async Task A_digest_reads_as_it_was_put_and_is_replaced_by_its_name()
    {
        await Mailing.JoinAsync(1, list: "harbour");
        var first = await PutAsync(Weekly with { From = "harbour", Intro = "Dear readers" });
        var second = await PutAsync(Weekly with { From = "harbour", Cron = "0 9 * * *", NextAt = Due.AddDays(1), CreatedAt = Due });
        await PutAsync(Weekly with { Name = "daily" });

        Assert.Equal(Weekly with { From = "harbour", Intro = "Dear readers", Id = first.Id }, first);
        Assert.Equal(first with { Intro = null, Cron = "0 9 * * *", NextAt = Due.AddDays(1) }, second);
        Assert.Equal(["daily", "weekly"], (await Stores.Digests.ListAsync(None)).Select(view => view.Digest.Name));
        Assert.Equal("nobody", Assert.IsType<DigestStored.UnknownList>(
            await Stores.Digests.PutAsync(Weekly with { List = "nobody" }, None)).List);
    }

    [StoreFact]
    public async Task An_issue_holds_what_was_published_since_the_last_one()
    {
        var digest = await PutAsync(Weekly);
        await PublishAsync(Mailing.Start.AddMinutes(-1));
        var (one, two) = (await PublishAsync(Mailing.Start), await PublishAsync(Mailing.Start.AddHours(1)));
        await Stores.Posts.InsertAsync(Mailing.Draft(), None);
        await Mailing.MoveAsync((await Stores.Posts.ReadAsync(await PublishAsync(Mailing.Start), None))!, PostStatus.Cancelled);

        var first = Assert.Single(await OpenAsync(digest, Due.AddDays(1)));
        Assert.Equal([one, two], first.Posts.Select(post => post.Id));
        await Stores.DigestAgenda.CloseAsync(first.Key, await PublishAsync(Due, first.Key), null, None);

        var three = await PublishAsync(Due);
        var second = Assert.Single(await OpenAsync(digest with { NextAt = Due.AddDays(1) }, Due.AddDays(2)));
        Assert.Equal([three], second.Posts.Select(post => post.Id));
        Assert.NotEqual(first.Key, second.Key);
    }

    [StoreFact]
    public async Task Nothing_new_opens_no_issue_and_the_time_moves_on()
    {
        var digest = await PutAsync(Weekly);
        Assert.Equal([digest], await Stores.DigestAgenda.DueAsync(Due, None));
        Assert.Empty(await OpenAsync(digest, Due.AddDays(1)));
        Assert.Empty(await Stores.DigestAgenda.DueAsync(Due, None));
    }

    [StoreFact]
    public async Task A_due_time_is_opened_once_however_many_ask()
    {
        var digest = await PutAsync(Weekly);
        for (var n = 0; n < 5; n++) await PublishAsync(Mailing.Start);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Stores.DigestAgenda.OpenAsync(digest, Due.AddDays(1), 3, None)));

        Assert.Equal(3, Assert.Single(await Stores.DigestAgenda.ListOpenAsync(None)).Posts.Count);
        Assert.Equal(Due.AddDays(1), Assert.Single(await Stores.Digests.ListAsync(None)).Digest.NextAt);
    }

    /// <summary>Also while its post is not noted yet, as after a kill in between.</summary>
    [StoreFact]
    public async Task An_issue_is_collected_by_no_digest()
    {
        var digest = await PutAsync(Weekly);
        var other = await PutAsync(Weekly with { Name = "other" });
        await PublishAsync(Mailing.Start);
        var issue = Assert.Single(await OpenAsync(digest, Due.AddDays(1)));
        var post = await PublishAsync(Mailing.Start, issue.Key);

        var collected = (await OpenAsync(other, Due.AddDays(1))).Single(open => open.Digest.Name == "other").Posts;
        Assert.DoesNotContain(post, collected.Select(one => one.Id));
        Assert.Single(collected);
    }

    [StoreFact]
    public async Task A_closed_issue_is_told_and_stays_closed()
    {
        var digest = await PutAsync(Weekly);
        await PublishAsync(Mailing.Start);
        var issue = Assert.Single(await OpenAsync(digest, Due.AddDays(1)));
        await Stores.DigestAgenda.CloseAsync(issue.Key, null, "subject: too long", None);

        Assert.Empty(await Stores.DigestAgenda.ListOpenAsync(None));
        Assert.Equal(new DigestIssue(Due, null, "subject: too long"), Assert.Single(await Stores.Digests.ListAsync(None)).Last);
    }

    [StoreFact]
    public async Task A_removed_digest_leaves_no_issue_to_publish()
    {
        var digest = await PutAsync(Weekly);
        await PublishAsync(Mailing.Start);
        await OpenAsync(digest, Due.AddDays(1));

        Assert.True(await Stores.Digests.RemoveAsync("weekly", None));
        Assert.False(await Stores.Digests.RemoveAsync("weekly", None));
        Assert.Empty(await Stores.DigestAgenda.ListOpenAsync(None));
        Assert.NotEqual(digest.Id, (await PutAsync(Weekly)).Id);
    }

    private static Digest Weekly { get; } = new()
    {
        Name = "weekly", List = ListName.Default, From = ListName.Default, Cron = "0 8 * * 1", Zone = "UTC", Subject = "The week",
        CreatedAt = Mailing.Start, NextAt = Due,
    };

    private async Task<Digest> PutAsync(Digest digest) =>
        Assert.IsType<DigestStored.Done>(await Stores.Digests.PutAsync(digest, None)).View.Digest;

    private async Task<PostId> PublishAsync(DateTimeOffset at, string? key = null)
    {
        var post = Mailing.Draft(key: key) with { Status = PostStatus.Sending, PublishedAt = at };
        return Assert.IsType<PostInserted.Stored>(await Stores.Posts.InsertAsync(post, None)).Post.Id;
    }

    private async Task<IReadOnlyList<OpenIssue>> OpenAsync(Digest due, DateTimeOffset next)
    {
        await Stores.DigestAgenda.OpenAsync(due, next, 100, None);
        return await Stores.DigestAgenda.ListOpenAsync(None);
    }
}
