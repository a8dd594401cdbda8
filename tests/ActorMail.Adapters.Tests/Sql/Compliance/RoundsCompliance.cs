using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class RoundsCompliance : StoreCompliance
{
    [StoreFact]
    public async Task A_round_writes_outcomes_and_the_next_intents_together()
    {
        var (post, me, slice) = await Begin(3);
        var wishes = Mailing.Wishes(slice);
        Assert.Equal([IntentAnswer.Granted], (await Mailing.RoundAsync(me, slice, wishes: [wishes[0]])).Answers);

        var next = wishes[1] with { Mailer = wishes[0].Mailer };
        var result = await Mailing.RoundAsync(me, slice, [Mailing.End(wishes[0], Mailing.Accepted)], [next]);

        Assert.Equal([IntentAnswer.Granted], result.Answers);
        Assert.Empty(result.Lost);
        var progress = await Stores.Log.ProgressAsync(post.Id, None);
        Assert.Equal((1L, 1, 2L), (progress.Totals.Accepted, progress.InFlight, progress.Totals.Pending));
        var line = Assert.Single(await Stores.Log.ListAsync(post.Id, null, null, 10, None));
        Assert.Equal((OutcomeName.Accepted, 1, Mailing.Ok, "relay-1", Mailing.Node),
            (line.Outcome, line.Attempts, line.Reply, line.Relay, line.Node));
        Assert.Equal(Mailing.Start.AddSeconds(1), line.At);
    }

    [StoreFact]
    public async Task A_repeated_round_gives_the_same_answer_and_changes_nothing()
    {
        var (post, me, slice) = await Begin(4);
        var wishes = Mailing.Wishes(slice);
        await Stores.Subscribers.ChangeAsync(Mailing.Email(4), new SubscriberChange(LeaveLists: ["default"]), None);
        await Mailing.RoundAsync(me, slice, wishes: [wishes[0], wishes[1]]);
        EndedDelivery[] ended = [Mailing.End(wishes[0], Mailing.Accepted), Mailing.End(wishes[1], Mailing.DueAgain)];
        IntentRequest[] next = [wishes[2] with { Mailer = 0 }, wishes[3] with { Mailer = 1 }];

        var first = await Mailing.RoundAsync(me, slice, ended, next);
        var before = await Picture(post);
        var again = await Mailing.RoundAsync(me, slice, ended, next);

        Assert.Equal([IntentAnswer.Granted, IntentAnswer.Skipped], first.Answers);
        Assert.Equal(first.Answers, again.Answers);
        Assert.Equal(first.Lost, again.Lost);
        Assert.Equal(before, await Picture(post));
    }

    [StoreFact]
    public async Task A_repeated_last_round_does_not_lose_the_slice_it_finished()
    {
        var (post, me, slice) = await Begin(1);
        var wish = Mailing.Wishes(slice)[0];
        await Mailing.RoundAsync(me, slice, wishes: [wish]);

        for (var time = 0; time < 2; time++)
        {
            var result = await Mailing.RoundAsync(me, slice, [Mailing.End(wish, Mailing.Accepted)], finish: true);
            Assert.Empty(result.Lost);
        }

        Assert.True((await Stores.Log.ProgressAsync(post.Id, None)).Complete);
    }

    [StoreFact]
    public async Task A_stale_epoch_loses_and_its_outcome_is_kept_as_late()
    {
        var (post, old, slice) = await Begin(2);
        var wishes = Mailing.Wishes(slice);
        await Mailing.RoundAsync(old, slice, wishes: [wishes[0]]);
        var me = await Mailing.EnterAsync();
        await Mailing.LeaseAsync(post, me);

        var result = await Mailing.RoundAsync(old, slice, [Mailing.End(wishes[0], Mailing.Accepted)], [wishes[1]], finish: true);
        await Mailing.RoundAsync(old, slice, [Mailing.End(wishes[0], Mailing.Accepted)]);

        Assert.Equal([slice.Lease], result.Lost);
        Assert.Equal([IntentAnswer.LeaseLost], result.Answers);
        var progress = await Stores.Log.ProgressAsync(post.Id, None);
        Assert.Equal((0L, 1L, 0, false),
            (progress.Totals.Accepted, progress.Totals.Uncertain, progress.InFlight, progress.Complete));
        var explained = await Stores.Log.ExplainAsync(post.Id, Mailing.Email(1), None);
        Assert.Single(explained!.Steps, step => step.What.Contains("after the slice had been taken over"));
    }

    [StoreFact]
    public async Task A_lease_that_ended_may_be_renewed_while_nobody_took_the_slice()
    {
        await Mailing.JoinAsync(1);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me, @for: TimeSpan.Zero);

        var result = await Mailing.RoundAsync(me, slice, wishes: Mailing.Wishes(slice));

        Assert.Empty(result.Lost);
        Assert.Equal([IntentAnswer.Granted], result.Answers);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
    }

    [StoreTheory]
    [InlineData(PostStatus.Paused)]
    [InlineData(PostStatus.Cancelled)]
    public async Task Once_a_post_is_stopped_no_intent_is_granted_and_open_ones_still_end(PostStatus status)
    {
        var (post, me, slice) = await Begin(2);
        var wishes = Mailing.Wishes(slice);
        await Mailing.RoundAsync(me, slice, wishes: [wishes[0]]);

        await Mailing.MoveAsync(post, status);
        var result = await Mailing.RoundAsync(me, slice, [Mailing.End(wishes[0], Mailing.Accepted)], [wishes[1]]);

        Assert.Equal([IntentAnswer.NotSending], result.Answers);
        var progress = await Stores.Log.ProgressAsync(post.Id, None);
        Assert.Equal((1L, 0, 1L), (progress.Totals.Accepted, progress.InFlight, progress.Totals.Pending));
    }

    [StoreFact]
    public async Task A_wish_with_an_older_revision_is_not_granted()
    {
        var (post, me, slice) = await Begin(1);
        await Mailing.MoveAsync(post, PostStatus.Paused);
        await Mailing.ChangeAsync(post, stored => stored with { Revision = 2 });
        await Mailing.MoveAsync(post, PostStatus.Sending);
        var wish = Mailing.Wishes(slice)[0];

        var old = await Mailing.RoundAsync(me, slice, wishes: [wish]);
        var current = await Mailing.RoundAsync(me, slice, wishes: [wish with { Revision = 2 }]);

        Assert.Equal([IntentAnswer.NotSending], old.Answers);
        Assert.Equal([IntentAnswer.Granted], current.Answers);
    }

    [StoreTheory]
    [InlineData("leave", "left the list")]
    [InlineData("unsubscribe", "unsubscribed")]
    [InlineData("suppress", "suppressed")]
    [InlineData("erase", "erased")]
    public async Task Who_may_not_be_written_to_any_more_is_skipped(string how, string why)
    {
        var (post, me, slice) = await Begin(1);
        var reader = (await Stores.Subscribers.ReadAsync(Mailing.Email(1), None))!;
        await (how switch
        {
            "leave" => Stores.Subscriptions.UnsubscribeAsync(post.ListId, reader.Id, None),
            "erase" => Stores.Subscribers.EraseAsync(reader.Email, None),
            _ => (Task)Stores.Subscribers.ChangeAsync(reader.Email, new SubscriberChange(
                State: how == "suppress" ? SubscriberState.Suppressed : SubscriberState.Unsubscribed), None),
        });

        var result = await Mailing.RoundAsync(me, slice, wishes: Mailing.Wishes(slice), finish: true);

        Assert.Equal([IntentAnswer.Skipped], result.Answers);
        var line = Assert.Single(await Stores.Log.ListAsync(post.Id, OutcomeName.Skipped, null, 10, None));
        Assert.Contains(why, line.Reply!.Text);
        Assert.Equal(0, line.Attempts);
        Assert.True((await Stores.Log.ProgressAsync(post.Id, None)).Complete);
    }

    [StoreTheory]
    [InlineData("leave", IntentAnswer.Skipped)]
    [InlineData("unsubscribe", IntentAnswer.Skipped)]
    [InlineData("suppress", IntentAnswer.Skipped)]
    [InlineData("erase", IntentAnswer.Skipped)]
    [InlineData("decide", IntentAnswer.AlreadyDecided)]
    [InlineData("nothing", IntentAnswer.Granted)]
    public async Task A_mailer_that_goes_on_is_refused_as_one_that_begins(string how, IntentAnswer answer)
    {
        var (post, me, slice) = await Begin(2);
        var wishes = Mailing.Wishes(slice);
        var next = wishes[1] with { Mailer = wishes[0].Mailer };
        await Mailing.RoundAsync(me, slice, wishes: how == "decide" ? wishes : [wishes[0]]);
        var reader = (await Stores.Subscribers.ReadAsync(Mailing.Email(2), None))!;
        await (how switch
        {
            "leave" => Stores.Subscriptions.UnsubscribeAsync(post.ListId, reader.Id, None),
            "erase" => Stores.Subscribers.EraseAsync(reader.Email, None),
            "decide" => Mailing.RoundAsync(me, slice, [Mailing.End(wishes[1], Mailing.Accepted)]),
            "nothing" => Task.CompletedTask,
            _ => (Task)Stores.Subscribers.ChangeAsync(reader.Email, new SubscriberChange(
                State: how == "suppress" ? SubscriberState.Suppressed : SubscriberState.Unsubscribed), None),
        });

        var result = await Mailing.RoundAsync(me, slice, [Mailing.End(wishes[0], Mailing.Accepted)], [next]);

        Assert.Equal([answer], result.Answers);
        var progress = await Stores.Log.ProgressAsync(post.Id, None);
        Assert.Equal(how == "decide" ? 2L : 1L, progress.Totals.Accepted);
        Assert.Equal(answer == IntentAnswer.Granted ? 1 : 0, progress.InFlight);
    }

    [StoreFact]
    public async Task What_an_outcome_says_of_an_address_holds_for_the_same_round()
    {
        var (_, me, slice) = await Begin(1);
        var other = await Mailing.LeaseAsync(await Mailing.PublishAsync(), me);
        var (wish, next) = (Mailing.Wishes(slice)[0], Mailing.Wishes(other)[0]);
        await Mailing.RoundAsync(me, slice, wishes: [wish]);
        var unknown = new DeliveryOutcome.Rejected(new SmtpReply(550, "5.1.1", "no such user"), AddressFault.Unknown);

        var result = await Mailing.RoundAsync(me, other, [Mailing.End(wish, unknown)], [next]);

        Assert.Equal([IntentAnswer.Skipped], result.Answers);
    }

    [StoreFact]
    public async Task Who_left_and_came_back_is_written_to_once()
    {
        var (post, me, slice) = await Begin(1);
        foreach (var change in new SubscriberChange[] { new(LeaveLists: ["default"]), new(JoinLists: ["default"]) })
            await Stores.Subscribers.ChangeAsync(Mailing.Email(1), change, None);

        await Mailing.SendAsync(me, slice, _ => Mailing.Accepted);

        Assert.Equal(1, (await Stores.Log.CloseAsync(post.Id, None)).Accepted);
    }

    [StoreFact]
    public async Task A_decided_reader_is_not_granted_again()
    {
        var (_, me, slice) = await Begin(2);
        var wish = Mailing.Wishes(slice)[0];
        await Mailing.RoundAsync(me, slice, wishes: [wish]);
        await Mailing.RoundAsync(me, slice, [Mailing.End(wish, Mailing.DueAgain)]);

        Assert.Equal([IntentAnswer.AlreadyDecided], (await Mailing.RoundAsync(me, slice, wishes: [wish])).Answers);
    }

    [StoreFact]
    public async Task A_returned_delivery_leaves_no_trace()
    {
        var (post, me, slice) = await Begin(1);
        var wish = Mailing.Wishes(slice)[0];
        await Mailing.RoundAsync(me, slice, wishes: [wish]);

        var result = await Mailing.RoundAsync(
            me, slice, [Mailing.End(wish, new DeliveryOutcome.Returned("the link broke"))], [wish]);

        Assert.Equal([IntentAnswer.Granted], result.Answers);
        Assert.Empty(await Stores.Log.ListAsync(post.Id, null, null, 10, None));
    }

    [StoreFact]
    public async Task A_mailer_with_a_message_in_flight_gets_no_second_one()
    {
        var (post, me, slice) = await Begin(3);
        var wishes = Mailing.Wishes(slice);
        await Mailing.RoundAsync(me, slice, wishes: [wishes[0]]);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Mailing.RoundAsync(me, slice, wishes: [wishes[1] with { Mailer = wishes[0].Mailer }, wishes[2]]));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Mailing.RoundAsync(me, slice, wishes: [wishes[0] with { Mailer = 9 }]));

        Assert.Equal(1, (await Stores.Log.ProgressAsync(post.Id, None)).InFlight);
    }

    [StoreFact]
    public async Task A_slice_finished_too_early_is_leased_again_with_those_left()
    {
        var (post, me, slice) = await Begin(2);
        var wish = Mailing.Wishes(slice)[0];
        await Mailing.RoundAsync(me, slice, wishes: [wish]);

        await Mailing.RoundAsync(me, slice, [Mailing.End(wish, Mailing.Accepted)], finish: true);

        Assert.Equal(Mailing.Email(2), Assert.Single((await Mailing.LeaseAsync(post, me)).Recipients).Email);
    }

    private async Task<(Post Post, Incarnation Me, LeasedSlice Slice)> Begin(int readers)
    {
        await Mailing.JoinAsync(readers);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        return (post, me, await Mailing.LeaseAsync(post, me));
    }

    /// <summary>Everything a round could change, as text.</summary>
    private async Task<string> Picture(Post post)
    {
        var steps = new List<string>();
        for (var number = 1; number <= 4; number++)
        {
            var explained = await Stores.Log.ExplainAsync(post.Id, Mailing.Email(number), None);
            steps.AddRange(explained!.Steps.Select(step => step.ToString()));
        }

        var lines = await Stores.Log.ListAsync(post.Id, null, null, 100, None);
        return string.Join('\n', [(await Stores.Log.ProgressAsync(post.Id, None)).ToString(),
            .. lines.Select(line => line.ToString()), .. steps]);
    }
}
