using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class PostStoreCompliance : StoreCompliance
{
    [StoreFact]
    public async Task A_post_is_found_by_its_idempotency_key()
    {
        await Stores.Posts.InsertAsync(Mailing.Draft(key: "a-key"), None);
        Assert.Equal("a-key", (await Stores.Posts.FindAsync("a-key", None))?.IdempotencyKey);
        Assert.Null(await Stores.Posts.FindAsync("another", None));
    }

    [StoreFact]
    public async Task A_post_reads_as_it_was_stored()
    {
        var post = Mailing.Draft(key: "key") with
        {
            Status = PostStatus.Scheduled,
            Revision = 3,
            PublishAt = Mailing.Start.AddHours(1),
            Content = new PostContent("S", Html: "<p>a</p>", Text: "a\r\n' \U0001F4EC", Url: "https://example.org"),
        };

        var stored = Assert.IsType<PostInserted.Stored>(await Stores.Posts.InsertAsync(post, None)).Post;

        Assert.Equal(post with { ListId = stored.ListId }, stored);
        Assert.Equal(stored, await Stores.Posts.ReadAsync(post.Id, None));
        Assert.Null(await Stores.Posts.ReadAsync(new PostId(999), None));
    }

    /// <summary>PostgreSQL cannot keep them, and a post has to read the same wherever it lies.</summary>
    [StoreFact]
    public async Task What_is_no_text_is_replaced()
    {
        var draft = Mailing.Draft() with { Content = new PostContent("S", Text: "a\0b \uD83D c") };

        var stored = Assert.IsType<PostInserted.Stored>(await Stores.Posts.InsertAsync(draft, None));

        Assert.Equal("a\uFFFDb \uFFFD c", stored.Post.Content.Text);
    }

    [StoreFact]
    public async Task The_same_key_and_request_give_the_first_post_again()
    {
        var first = Mailing.Draft(key: "key");
        await Stores.Posts.InsertAsync(first, None);

        var again = await Stores.Posts.InsertAsync(Mailing.Draft(key: "key"), None);
        var other = await Stores.Posts.InsertAsync(Mailing.Draft(key: "key", hash: "other"), None);

        Assert.Equal(first.Id, Assert.IsType<PostInserted.Repeated>(again).Post.Id);
        Assert.Equal(first.Id, Assert.IsType<PostInserted.KeyTaken>(other).By);
    }

    [StoreFact]
    public async Task An_insert_whose_answer_was_lost_may_be_repeated_without_a_key()
    {
        var post = Mailing.Draft();
        await Stores.Posts.InsertAsync(post, None);

        Assert.IsType<PostInserted.Repeated>(await Stores.Posts.InsertAsync(post, None));
    }

    [StoreFact]
    public async Task Parallel_inserts_with_one_key_store_one_post()
    {
        var posts = Enumerable.Range(0, 20).Select(_ => Mailing.Draft(key: "key")).ToList();

        var answers = await Task.WhenAll(posts.Select(post => Stores.Posts.InsertAsync(post, None)));

        Assert.Single(answers.OfType<PostInserted.Stored>());
        Assert.Single(await Stores.Posts.ListAsync(null, 100, None));
    }

    [StoreFact]
    public async Task A_post_for_an_unknown_list_is_not_stored()
    {
        var answer = await Stores.Posts.InsertAsync(Mailing.Draft("nobody"), None);

        Assert.Equal("nobody", Assert.IsType<PostInserted.UnknownList>(answer).List);
        Assert.Empty(await Stores.Posts.ListAsync(null, 100, None));
    }

    [StoreFact]
    public async Task Only_the_next_version_replaces_a_post()
    {
        var post = Mailing.Draft();
        await Stores.Posts.InsertAsync(post, None);
        var amended = post with { Version = 2, Revision = 2, Content = new PostContent("New", Html: "<b>new</b>") };

        var replaced = await Stores.Posts.ReplaceAsync(amended, None);

        Assert.Equal("New", replaced!.Content.Subject);
        Assert.Null(replaced.Content.Markdown);
        Assert.Equal(replaced, await Stores.Posts.ReadAsync(post.Id, None));
        Assert.Null(await Stores.Posts.ReplaceAsync(amended, None));
        Assert.Null(await Stores.Posts.ReplaceAsync(amended with { Version = 4 }, None));
    }

    [StoreFact]
    public async Task The_audience_is_frozen_when_sending_first_begins_and_never_again()
    {
        await Mailing.JoinAsync(3);
        var post = Mailing.Draft();
        await Stores.Posts.InsertAsync(post, None);
        await Mailing.JoinAsync(2, from: 4);

        var sending = await Mailing.MoveAsync(post, PostStatus.Sending);
        await Mailing.JoinAsync(2, from: 6);
        await Mailing.MoveAsync(post, PostStatus.Paused);
        var resumed = await Mailing.MoveAsync(post, PostStatus.Sending);

        Assert.Equal(5, sending.AudienceUpto);
        Assert.Equal(5, resumed.AudienceUpto);
    }

    [StoreFact]
    public async Task Posts_are_listed_newest_first()
    {
        for (var n = 0; n < 3; n++) await Stores.Posts.InsertAsync(Mailing.Draft(), None);

        var newest = await Stores.Posts.ListAsync(null, 2, None);
        var rest = await Stores.Posts.ListAsync(newest[^1].Id, 2, None);

        Assert.Equal([3L, 2L], newest.Select(post => post.Id.Value));
        Assert.Equal([1L], rest.Select(post => post.Id.Value));
        // Bodies are large, and a list shows none.
        var whole = (await Stores.Posts.ReadAsync(rest[0].Id, None))!;
        Assert.NotNull(whole.Content.Markdown ?? whole.Content.Html);
        Assert.Equal(new PostContent(whole.Content.Subject), rest[0].Content);
        Assert.Equal(whole, rest[0] with { Content = whole.Content });
    }

    [StoreFact]
    public async Task Unfinished_are_due_sending_and_cancelled_with_open_books()
    {
        await Stores.Posts.InsertAsync(Mailing.Draft(), None);
        var due = await Insert(post => post with { Status = PostStatus.Scheduled, PublishAt = Mailing.Start });
        await Insert(post => post with { Status = PostStatus.Scheduled, PublishAt = Mailing.Start.AddSeconds(1) });
        var sending = await Insert(post => post with { Status = PostStatus.Sending });
        await Insert(post => post with { Status = PostStatus.Paused });
        var open = await Insert(post => post with { Status = PostStatus.Cancelled });
        await Insert(post => post with { Status = PostStatus.Cancelled, Totals = PostTotals.None });
        await Insert(post => post with { Status = PostStatus.Sent, Totals = PostTotals.None });

        Assert.Equal([due, sending, open], await Stores.Agenda.UnfinishedAsync(Mailing.Start, None));
    }

    [StoreFact]
    public async Task Final_figures_read_as_they_were_stored()
    {
        var totals = new PostTotals(10, false, 1, 0, 2, 3, 4, 0);
        var id = await Insert(post => post with { Status = PostStatus.Sent, Totals = totals, FinishedAt = Mailing.Start });

        Assert.Equal(totals, (await Stores.Posts.ReadAsync(id, None))!.Totals);
    }

    private async Task<PostId> Insert(Func<Post, Post> change)
    {
        var inserted = await Stores.Posts.InsertAsync(change(Mailing.Draft()), None);
        return Assert.IsType<PostInserted.Stored>(inserted).Post.Id;
    }
}
