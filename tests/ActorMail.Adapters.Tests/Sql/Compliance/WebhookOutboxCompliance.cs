using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Webhooks;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>What an engine that tells others what happens has to pass.</summary>
public abstract class WebhookOutboxCompliance : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly WebhookEndpoint All = new(new Uri("https://all.example/hook"), [], WebhookEvents.All);
    private static readonly WebhookEndpoint Paused = new(new Uri("https://paused.example/hook"), [], WebhookEvents.PostPaused);
    private SqlDatabase _database = null!;
    private Mailing _mailing = null!;

    protected abstract Task<SqlDatabase> OpenAsync();

    public async Task InitializeAsync()
    {
        _database = await OpenAsync();
        _mailing = new Mailing(Stores.Of(_database));
        await _database.Webhooks.EnterAsync([All, Paused], None);
    }

    public virtual async Task DisposeAsync() => await _database.DisposeAsync();

    [StoreFact]
    public async Task A_finished_post_is_told_with_its_books()
    {
        var totals = new PostTotals(3, false, 2, 0, 1, 0, 0, 0);
        var post = await _mailing.PublishAsync();
        Assert.Empty(await DueAsync(All));
        await FinishAsync(post, totals);
        // What is only counted anew is not finished once more.
        await _mailing.ChangeAsync(post, stored => stored with { Totals = totals with { Accepted = 3 } });

        var told = Assert.Single(await DueAsync(All));
        Assert.Equal((WebhookEventNames.PostFinished, post.Id, "Subject", "default", PostStatus.Sent, totals),
            (told.Event, told.Post!.Value, told.Subject, told.List, told.Status, told.Totals));
        Assert.StartsWith("msg_", told.MessageId);
        Assert.Empty(await DueAsync(Paused));
    }

    [StoreFact]
    public async Task A_pause_is_told_to_all_who_want_it_under_an_id_each()
    {
        var post = await _mailing.PublishAsync();
        await _mailing.ChangeAsync(post, stored => stored with { Status = PostStatus.Paused, PausedBecause = "too many refusals" });
        await _mailing.ChangeAsync(post, stored => stored with { PausedBecause = "another reason" });
        var (one, two) = (Assert.Single(await DueAsync(All)), Assert.Single(await DueAsync(Paused)));
        Assert.Equal((WebhookEventNames.PostPaused, "too many refusals", PostStatus.Paused), (one.Event, one.Because, one.Status));
        Assert.NotEqual(one.MessageId, two.MessageId);
    }

    [StoreFact]
    public async Task A_bounce_is_told_when_it_is_for_good_at_once_or_later()
    {
        await _mailing.JoinAsync(4);
        var me = await _mailing.EnterAsync();
        var post = await _mailing.PublishAsync();
        await _mailing.SendAsync(me, await _mailing.LeaseAsync(post, me), n => n switch
        {
            0 => Mailing.Rejected,
            1 => Mailing.DueAgain,
            2 => new ActorMail.Delivery.DeliveryOutcome.Rejected(new ActorMail.Relays.SmtpReply(451, "4.7.1", "given up after two days")),
            _ => Mailing.Accepted,
        });
        var first = Assert.Single(await DueAsync(All));
        Assert.Equal((WebhookEventNames.DeliveryBounced, "reader1@example.org", new ActorMail.Relays.SmtpReply(550, "5.1.1", "no such user"), post.Id),
            (first.Event, first.Email, first.Reply, first.Post!.Value));
        await _mailing.SendAllAsync(post, me, _ => Mailing.Rejected);
        Assert.Equal(["reader1@example.org", "reader2@example.org"], (await DueAsync(All)).Select(told => told.Email));
    }

    [StoreFact]
    public async Task Who_leaves_a_list_is_told_and_who_was_erased_is_not_named()
    {
        await _mailing.JoinAsync(2);
        await _database.Subscribers.ChangeAsync(Mailing.Email(1), new SubscriberChange(LeaveLists: ["default"]), None);
        await _database.Subscribers.ChangeAsync(Mailing.Email(1), new SubscriberChange(LeaveLists: ["default"]), None);
        await _database.Subscribers.EraseAsync(Mailing.Email(2), None);
        var told = await DueAsync(All);
        Assert.All(told, one => Assert.Equal((WebhookEventNames.SubscriberUnsubscribed, "default"), (one.Event, one.List)));
        Assert.Equal(["reader1@example.org", null], told.Select(one => one.Email));
        await _database.Subscribers.EraseAsync(Mailing.Email(1), None);
        Assert.All(await DueAsync(All), one => Assert.Null(one.Email));
    }

    [StoreFact]
    public async Task What_is_undone_is_told_to_nobody()
    {
        var post = await _mailing.PublishAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => _database.Engine.WriteAsync<int>(session =>
        {
            session.Run("update posts set status = 'paused' where id = @id", post.Id.Value);
            throw new InvalidDataException();
        }, None));
        Assert.Empty(await DueAsync(All));
    }

    [StoreFact]
    public async Task A_message_stays_until_its_end_is_noted()
    {
        var told = await PausedPostAsync();
        await _database.Webhooks.EndAsync(told, new WebhookEnd.Again(TimeSpan.FromMilliseconds(-1), "500"), None);
        var again = Assert.Single(await DueAsync(All));
        Assert.Equal((told.MessageId, 1), (again.MessageId, again.Attempts));
        await _database.Webhooks.EndAsync(again, new WebhookEnd.Again(TimeSpan.FromHours(1), "500"), None);
        Assert.Empty(await DueAsync(All));
        await AssertLineAsync(WebhookState.Pending, 2, "500");
        await _database.Webhooks.EndAsync(again, new WebhookEnd.Delivered("204"), None);
        await AssertLineAsync(WebhookState.Delivered, 3, "204");
        await _database.Webhooks.EndAsync(again, new WebhookEnd.GivenUp("late"), None);
        await AssertLineAsync(WebhookState.Delivered, 3, "204");
        Assert.Equal((0, 1, 0, "204"), await CountsAsync());
    }

    [StoreFact]
    public async Task What_was_given_up_is_seen_and_can_be_tried_again()
    {
        var told = await PausedPostAsync();
        await _database.Webhooks.EndAsync(told, new WebhookEnd.GivenUp("500"), None);
        Assert.Equal((0, 0, 1, "500"), await CountsAsync());
        Assert.Single(await _database.WebhookWatch.MessagesAsync(WebhookState.Failed, 10, None));
        Assert.Empty(await _database.WebhookWatch.MessagesAsync(WebhookState.Delivered, 10, None));
        Assert.Equal(1, await _database.WebhookWatch.RetryAsync(All.Url, None));
        Assert.Equal(0, Assert.Single(await DueAsync(All)).Attempts);
        Assert.Null(await _database.WebhookWatch.RetryAsync(new Uri("https://unknown.example/"), None));
    }

    [StoreFact]
    public async Task Who_wants_nothing_any_more_is_told_nothing_until_a_person_says_so()
    {
        await PausedPostAsync();
        await _database.Webhooks.DisableAsync(All.Url, "It answered 410.", None);
        await PausedPostAsync(seenBy: Paused);
        Assert.Empty(await DueAsync(All));
        var state = Assert.Single(await _database.WebhookWatch.ListAsync(None), one => one.DisabledWhy is not null);
        Assert.Equal((All.Url.AbsoluteUri, 0, 1), (state.Url, state.Pending, state.Failed));
        await _database.Webhooks.EnterAsync([All, Paused], None);
        Assert.Empty(await DueAsync(All));
        await _database.WebhookWatch.RetryAsync(All.Url, None);
        Assert.Single(await DueAsync(All));
    }

    [StoreFact]
    public async Task Who_is_no_longer_configured_is_told_nothing_and_who_comes_back_begins_anew()
    {
        await PausedPostAsync();
        await _database.Webhooks.EnterAsync([Paused], None);
        await PausedPostAsync(seenBy: Paused);
        Assert.Empty(await DueAsync(All));
        await _database.Webhooks.EnterAsync([All with { Events = WebhookEvents.SubscriberUnsubscribed }, Paused], None);
        await PausedPostAsync(seenBy: Paused);
        Assert.Empty(await DueAsync(All));
        Assert.Equal(WebhookEvents.SubscriberUnsubscribed, (await _database.WebhookWatch.ListAsync(None))[0].Events);
    }

    [StoreFact]
    public async Task What_is_long_done_is_cleared_away_and_what_is_not_stays()
    {
        var told = await PausedPostAsync();
        Assert.Equal(0, await _database.Webhooks.SweepAsync(TimeSpan.Zero, TimeSpan.Zero, None));
        await _database.Webhooks.EndAsync(told, new WebhookEnd.GivenUp("500"), None);
        Assert.Equal(0, await _database.Webhooks.SweepAsync(TimeSpan.FromMinutes(-1), TimeSpan.FromDays(1), None));
        Assert.Equal(1, await _database.Webhooks.SweepAsync(TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(-1), None));
    }

    private async Task<WebhookMessage> PausedPostAsync(WebhookEndpoint? seenBy = null)
    {
        await _mailing.MoveAsync(await _mailing.PublishAsync(), PostStatus.Paused);
        return (await DueAsync(seenBy ?? All))[^1];
    }

    private Task<Post> FinishAsync(Post post, PostTotals totals) => _mailing.ChangeAsync(
        post, stored => stored with { Status = PostStatus.Sent, FinishedAt = Mailing.Start, Totals = totals });

    private Task<IReadOnlyList<WebhookMessage>> DueAsync(WebhookEndpoint endpoint) => _database.Webhooks.DueAsync(endpoint.Url, 100, None);

    private async Task<(int, int, int, string?)> CountsAsync()
    {
        var state = Assert.Single(await _database.WebhookWatch.ListAsync(None), one => one.Url == All.Url.AbsoluteUri);
        return (state.Pending, state.Delivered, state.Failed, state.LastAnswer);
    }

    private async Task AssertLineAsync(WebhookState state, int attempts, string answer)
    {
        var line = Assert.Single(await _database.WebhookWatch.MessagesAsync(null, 10, None), line => line.Url == All.Url.AbsoluteUri);
        Assert.Equal((state, attempts, answer), (line.State, line.Attempts, line.Answer));
    }
}
