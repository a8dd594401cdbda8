using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class ExplanationsCompliance : StoreCompliance
{
    [StoreFact]
    public async Task Every_attempt_is_told_in_order()
    {
        var (post, me) = await Begin(1);
        var outcomes = new Queue<DeliveryOutcome>([Mailing.DueAgain, Mailing.DueAgain, Mailing.Accepted]);
        await Mailing.SendAllAsync(post, me, _ => outcomes.Dequeue());

        var explained = await Explain(post, 1);

        Assert.Equal(OutcomeName.Accepted, explained!.Outcome);
        Assert.Equal("The relay accepted the message.", explained.Summary);
        var answers = explained.Steps.Where(step => step.What.StartsWith("Attempt")).ToList();
        Assert.Equal([1, 2, 3], answers.Select(step => int.Parse(step.What[8..9])));
        Assert.Equal([451, 451, 250], answers.Select(step => step.Reply!.Code));
        Assert.All(answers, step => Assert.Equal(("relay-1", Mailing.Node), (step.Relay, step.Node)));
        Assert.Equal(explained.Steps.OrderBy(step => step.At).Select(step => step.At), explained.Steps.Select(step => step.At));
    }

    [StoreFact]
    public async Task A_first_attempt_that_was_rejected_is_still_told_after_a_second()
    {
        var (post, me) = await Begin(1);
        await Mailing.SendAllAsync(post, me, _ => Mailing.Rejected);
        await Stores.Log.RequeueAsync(post.Id, [OutcomeName.Rejected], None);
        Assert.Contains("tried again", (await Explain(post, 1))!.Summary);
        await Mailing.SendAllAsync(post, me, _ => Mailing.Accepted);

        var codes = (await Explain(post, 1))!.Steps.Where(step => step.Reply is not null).Select(step => step.Reply!.Code);
        Assert.Equal([550, 250], codes);
    }

    [StoreFact]
    public async Task Who_is_put_off_or_given_up_without_an_attempt_is_told_so()
    {
        var (post, me) = await Begin(1);
        await UnsentAsync(post, me, new DeliveryOutcome.Deferred(SmtpReply.Own("4.4.5", "put off"), Mailing.Start, Counted: false));
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me), _ => Mailing.DueAgain);
        await UnsentAsync(post, me, new DeliveryOutcome.Rejected(SmtpReply.Own("4.4.5", "given up")));

        var told = (await Explain(post, 1))!.Steps.Where(step => step.Reply is not null).Select(step => step.What);
        Assert.Equal(
            [
                // The attempt's time is made up and long past.
                "Attempt 1: the relay said \"later\".", "The message was put off; nothing was sent.",
                "The message was rejected; nothing was sent.",
            ],
            told);
    }

    [StoreFact]
    public async Task A_reader_without_an_outcome_is_told_where_the_delivery_waits()
    {
        await Mailing.JoinAsync(3);
        var draft = Mailing.Draft();
        await Stores.Posts.InsertAsync(draft, None);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me, size: 2);
        await Mailing.RoundAsync(me, slice, wishes: Mailing.Wishes(slice, 1));

        Assert.Contains("not published yet", (await Explain(draft, 1))!.Summary);
        Assert.Contains("Attempt 1 is in flight", (await Explain(post, 1))!.Summary);
        Assert.Equal("Waiting in slice 1, which is leased.", (await Explain(post, 2))!.Summary);
        Assert.Contains("not yet cut", (await Explain(post, 3))!.Summary);
        Assert.Null((await Explain(post, 3))!.Outcome);
        await Mailing.MoveAsync(post, PostStatus.Cancelled);
        Assert.Contains("cancelled before", (await Explain(post, 3))!.Summary);
    }

    [StoreFact]
    public async Task Skipping_and_leaving_are_told()
    {
        var (post, me) = await Begin(1);
        var slice = await Mailing.LeaseAsync(post, me);
        await Stores.Subscribers.ChangeAsync(Mailing.Email(1), new SubscriberChange(LeaveLists: ["default"]), None);
        await Mailing.SendAsync(me, slice, _ => Mailing.Accepted);

        var explained = await Explain(post, 1);

        Assert.Equal("The reader was skipped: The reader has left the list.", explained!.Summary);
        Assert.Contains(explained.Steps, step => step.What == "The reader left the list default.");
        Assert.Contains(explained.Steps, step => step.What == "The reader was skipped.");
    }

    [StoreFact]
    public async Task Who_never_was_in_the_audience_has_no_story()
    {
        var (post, _) = await Begin(1);
        await Mailing.JoinAsync(1, from: 2);
        await Mailing.JoinAsync(1, from: 3, list: "other");

        Assert.NotNull(await Explain(post, 1));
        Assert.Null(await Explain(post, 2));
        Assert.Null(await Explain(post, 3));
        Assert.Null(await Explain(post, 4));
    }

    private async Task UnsentAsync(Post post, Incarnation me, DeliveryOutcome outcome)
    {
        var slice = await Mailing.LeaseAsync(post, me);
        var reader = slice.Recipients[0];
        Assert.True(await Stores.Unsent.WriteAsync(
            new UnsentOutcomes(me, Mailing.Node, Mailing.Long, slice.Lease, [(reader.Id, reader.Attempts)], outcome), None));
        await Mailing.RoundAsync(me, slice, finish: true);
    }

    private Task<DeliveryExplanation?> Explain(Post post, int number) =>
        Stores.Log.ExplainAsync(post.Id, Mailing.Email(number), None);

    private async Task<(Post Post, Incarnation Me)> Begin(int readers)
    {
        await Mailing.JoinAsync(readers);
        return (await Mailing.PublishAsync(), await Mailing.EnterAsync());
    }
}
