using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Testing;

namespace ActorMail.Tests.Engine;

public class PublishingTests
{
    [Fact]
    public async Task Every_reader_gets_the_post_exactly_once_and_the_books_balance()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(430);
        var sent = await kit.UntilSentAsync(await kit.PublishAsync());
        Assert.Equal(430, kit.Relay.Began.Select(began => began.Email).Distinct().Count());
        Assert.Equal(430, kit.Relay.Began.Count);
        Assert.Equal((430, 430, true), (sent.Totals.Audience, sent.Totals.Accepted, sent.Totals.Balanced));
    }

    [Fact]
    public async Task The_author_is_answered_while_the_relay_takes_nothing()
    {
        await using var kit = await EngineKit.StartAsync();
        kit.Relay.Answer = async (_, closed) =>
        {
            await Task.Delay(Timeout.Infinite, closed);
            return ScriptedRelay.Accepted;
        };
        await kit.AddReadersAsync(10);
        var answer = await kit.Mail.PublishAsync(new NewPost { Subject = "s", Markdown = "m" });
        Assert.Equal(PostStatus.Sending, Assert.IsType<PostAnswer.Stored>(answer).Post.Status);
    }

    [Fact]
    public async Task A_list_without_members_is_sent_to_nobody_and_finishes()
    {
        await using var kit = await EngineKit.StartAsync();
        var sent = await kit.UntilSentAsync(await kit.PublishAsync());
        Assert.Equal((0, true), (sent.Totals.Audience, sent.Totals.Balanced));
    }

    [Fact]
    public async Task No_more_sessions_are_opened_than_allowed_and_they_are_used_again()
    {
        await using var kit = await EngineKit.StartAsync(connections: 3);
        await kit.AddReadersAsync(200);
        await kit.UntilSentAsync(await kit.PublishAsync());
        Assert.Equal((3, 3), (kit.Relay.Connections, kit.Relay.MostOpen));
    }

    [Fact]
    public async Task A_wish_with_faults_is_refused_and_nothing_is_stored()
    {
        await using var kit = await EngineKit.StartAsync();
        var answer = await kit.Mail.PublishAsync(new NewPost { Subject = "", Markdown = "m", List = "no list!" });
        Assert.Equal(["subject", "list"], Assert.IsType<PostAnswer.Invalid>(answer).Faults.Select(fault => fault.Field));
        Assert.Empty(await kit.Database.Posts.ListAsync(null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task An_unknown_list_is_named()
    {
        await using var kit = await EngineKit.StartAsync();
        var answer = await kit.Mail.PublishAsync(new NewPost { Subject = "s", Markdown = "m", List = "nowhere" });
        Assert.Contains("nowhere", Assert.Single(Assert.IsType<PostAnswer.Invalid>(answer).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_callers_with_one_key_make_one_post()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(20);
        var wish = new NewPost { Subject = "s", Markdown = "m", IdempotencyKey = "once" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => kit.Mail.PublishAsync(wish)));
        var stored = Assert.Single(answers.OfType<PostAnswer.Stored>()).Post.Id;
        Assert.All(answers.OfType<PostAnswer.Repeated>(), repeated => Assert.Equal(stored, repeated.Post.Id));
        Assert.Equal(50, answers.Count(answer => answer is PostAnswer.Stored or PostAnswer.Repeated));
        await kit.UntilSentAsync(stored);
        Assert.Equal(20, kit.Relay.Began.Count);
    }

    [Fact]
    public async Task The_same_key_for_another_post_is_refused()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.Mail.PublishAsync(new NewPost { Subject = "s", Markdown = "m", IdempotencyKey = "k" });
        Assert.IsType<PostAnswer.KeyTaken>(await kit.Mail.PublishAsync(new NewPost { Subject = "other", Markdown = "m", IdempotencyKey = "k" }));
    }

    [Fact]
    public async Task A_draft_waits_for_its_command()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(3);
        var draft = Assert.IsType<PostAnswer.Stored>(
            await kit.Mail.PublishAsync(new NewPost { Subject = "s", Markdown = "m", Draft = true })).Post;
        Assert.Equal(PostStatus.Draft, draft.Status);
        Assert.IsType<PostAnswer.Done>(await kit.Mail.PublishAsync(draft.Id));
        await kit.UntilSentAsync(draft.Id);
        Assert.Equal(3, kit.Relay.Began.Count);
    }

    [Fact]
    public async Task A_scheduled_post_begins_by_itself_when_its_time_has_come()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(3);
        var at = TimeProvider.System.GetUtcNow().AddSeconds(1);
        var post = Assert.IsType<PostAnswer.Stored>(
            await kit.Mail.PublishAsync(new NewPost { Subject = "s", Markdown = "m", PublishAt = at })).Post;
        Assert.Equal(PostStatus.Scheduled, post.Status);
        var sent = await kit.UntilSentAsync(post.Id);
        Assert.True(sent.Post.PublishedAt >= at);
    }

    [Fact]
    public async Task A_scheduled_request_repeated_after_its_time_gets_its_first_answer()
    {
        await using var kit = await EngineKit.StartAsync();
        var wish = new NewPost
        {
            Subject = "s", Markdown = "m", IdempotencyKey = "at-nine",
            PublishAt = TimeProvider.System.GetUtcNow().AddMilliseconds(300),
        };
        var stored = Assert.IsType<PostAnswer.Stored>(await kit.Mail.PublishAsync(wish)).Post.Id;
        await kit.UntilSentAsync(stored);
        Assert.Equal(stored, Assert.IsType<PostAnswer.Repeated>(await kit.Mail.PublishAsync(wish)).Post.Id);
        Assert.IsType<PostAnswer.KeyTaken>(await kit.Mail.PublishAsync(wish with { Subject = "another" }));
        Assert.IsType<PostAnswer.Invalid>(await kit.Mail.PublishAsync(wish with { IdempotencyKey = "new" }));
    }

    [Fact]
    public async Task Two_posts_are_sent_side_by_side()
    {
        await using var kit = await EngineKit.StartAsync(connections: 2, sliceSize: 100);
        await kit.AddReadersAsync(300);
        kit.Relay.Answer = async (_, closed) =>
        {
            await Task.Delay(2, closed);
            return ScriptedRelay.Accepted;
        };
        var large = await kit.PublishAsync("first");
        await kit.UntilAsync(large, view => view.Totals.Accepted > 10, "under way");
        var second = await kit.PublishAsync("second");
        await kit.UntilAsync(second, view => view.Totals.Accepted > 10, "under way");
        Assert.Equal(PostStatus.Sending, (await kit.Mail.ReadAsync(large))!.Post.Status);
        await kit.UntilSentAsync(large);
        await kit.UntilSentAsync(second);
    }

    [Fact]
    public async Task A_letter_that_cannot_be_composed_pauses_its_post_with_the_reason()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(3);
        var paused = await kit.UntilAsync(
            await kit.PublishAsync("unfit"), view => view.Post.Status == PostStatus.Paused, "paused");
        Assert.Contains("unfit", paused.Post.PausedBecause, StringComparison.Ordinal);
        Assert.Empty(kit.Relay.Began);
    }

    [Fact]
    public async Task A_letter_that_meets_a_bug_pauses_its_post_and_the_others_are_sent()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(3);
        var broken = await kit.PublishAsync("a bug");
        await kit.UntilSentAsync(await kit.PublishAsync());
        var paused = await kit.UntilAsync(broken, view => view.Post.Status == PostStatus.Paused, "paused");
        Assert.Contains("what nobody foresaw", paused.Post.PausedBecause, StringComparison.Ordinal);
        Assert.Equal((3, 3), (paused.Totals.Pending, kit.Relay.Began.Count));
    }

    [Fact]
    public async Task A_content_is_checked_for_the_list_of_its_post()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(1, "2024");
        var wish = new NewPost { Subject = "s", Markdown = "m", List = "2024", Draft = true };
        Assert.IsType<PostAnswer.Invalid>(await kit.Mail.PublishAsync(wish with { Subject = "not for 2024" }));
        var draft = Assert.IsType<PostAnswer.Stored>(await kit.Mail.PublishAsync(wish)).Post.Id;
        Assert.IsType<PostAnswer.Invalid>(await kit.Mail.AmendAsync(draft, new PostContent("not for 2024", Markdown: "m")));
        Assert.IsType<PostAnswer.Done>(await kit.Mail.AmendAsync(draft, new PostContent("not for default", Markdown: "m")));
        Assert.IsType<PostAnswer.NotFound>(await kit.Mail.AmendAsync(new PostId(1), new PostContent("s", Markdown: "m")));
    }

    [Fact]
    public async Task A_sender_that_every_reader_would_see_refused_pauses_the_post_and_blames_nobody()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(40);
        kit.Relay.Answer = (_, _) => Task.FromResult<SendResult>(
            new SendResult.RunRefused(new SmtpReply(550, "5.7.1", "we do not know this sender")));
        var post = await kit.PublishAsync();
        var paused = await kit.UntilAsync(post, view => view.Post.Status == PostStatus.Paused && view.InFlight == 0, "paused");
        Assert.Contains("we do not know this sender", paused.Post.PausedBecause, StringComparison.Ordinal);
        Assert.Equal((0, 40), (paused.Totals.Rejected, paused.Totals.Pending));
        kit.Relay.Answer = (_, _) => Task.FromResult(ScriptedRelay.Accepted);
        await kit.Mail.ResumeAsync(post);
        Assert.Equal(40, (await kit.UntilSentAsync(post)).Totals.Accepted);
    }
}
