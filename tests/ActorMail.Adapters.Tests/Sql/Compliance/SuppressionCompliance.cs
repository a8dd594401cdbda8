using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>What relays say of an address, and what follows (DELIVERY.md section 3, rows 12 to 14).</summary>
public abstract class SuppressionCompliance : StoreCompliance
{
    private const int Day = 24 * 60 * 60;

    private static readonly DeliveryOutcome Unknown = Fault(AddressFault.Unknown, "5.1.1", "no such user");
    private static readonly DeliveryOutcome Disabled = Fault(AddressFault.Disabled, "5.2.1", "account disabled");
    private static readonly DeliveryOutcome Full = Fault(AddressFault.Full, "5.2.2", "mailbox full");

    [StoreFact]
    public async Task An_unknown_address_is_suppressed_with_date_post_and_reply_and_skipped_from_then_on()
    {
        await Mailing.JoinAsync(2);
        var first = await SendAsync(Unknown);

        var one = await ReadAsync();
        Assert.Equal(SubscriberState.Suppressed, one.State);
        Assert.Equal(
            new Suppression(SuppressionReason.Unknown, Mailing.Start.AddSeconds(1), first.Id, new SmtpReply(550, "5.1.1", "no such user")),
            one.Suppression);
        Assert.Equal((SubscriberState.Active, null), ((await ReadAsync(2)).State, (await ReadAsync(2)).Suppression));
        Assert.Equal([one.Email], (await Stores.Subscribers.ListAsync(
            new SubscriberFilter(State: SubscriberState.Suppressed), None)).Select(reader => reader.Email));

        var later = await SendAsync(Mailing.Accepted);
        var line = Assert.Single(await Stores.Log.ListAsync(later.Id, OutcomeName.Skipped, null, 10, None));
        Assert.Equal(Mailing.Email(1).ToString(), line.Email);
        Assert.Contains("suppressed", (await Stores.Log.ExplainAsync(later.Id, Mailing.Email(1), None))!.Summary, StringComparison.Ordinal);
        Assert.True((await Stores.Log.ProgressAsync(later.Id, None)).Totals.Balanced);
    }

    [StoreFact]
    public async Task In_the_round_that_hears_it_nothing_more_starts_to_that_address()
    {
        await Mailing.JoinAsync(1);
        var (first, second, me) = (await Mailing.PublishAsync(), await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var (slice, other) = (await Mailing.LeaseAsync(first, me), await Mailing.LeaseAsync(second, me));
        var wish = Mailing.Wishes(slice)[0];
        await Mailing.RoundAsync(me, slice, wishes: [wish]);

        var result = await Stores.Ledger.CommitAsync(new Round(me, Mailing.Node, Mailing.Long, [slice.Lease, other.Lease],
            [Mailing.End(wish, Unknown)], [Mailing.Wishes(other)[0] with { Mailer = 5 }], [slice.Lease]), None);

        Assert.Equal([IntentAnswer.Skipped], result.Answers);
    }

    [StoreFact]
    public async Task A_round_may_be_repeated()
    {
        await Mailing.JoinAsync(1);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me);
        var wish = Mailing.Wishes(slice)[0];
        await Mailing.RoundAsync(me, slice, wishes: [wish]);

        await Mailing.RoundAsync(me, slice, [Mailing.End(wish, Disabled)]);
        await Mailing.RoundAsync(me, slice, [Mailing.End(wish, Disabled)]);
        Assert.Equal(SubscriberState.Active, (await ReadAsync()).State);
        // Told too late, and still true of the address.
        await Mailing.RoundAsync(me, slice, [Mailing.End(wish, Unknown)], finish: true);
        Assert.Equal(SuppressionReason.Unknown, (await ReadAsync()).Suppression?.Reason);
    }

    [StoreFact]
    public async Task A_disabled_mailbox_is_suppressed_by_the_second_post()
    {
        await Mailing.JoinAsync(1);
        await SendAsync(Disabled);
        Assert.Equal(SubscriberState.Active, (await ReadAsync()).State);
        await SendAsync(Disabled, Day);
        Assert.Equal(SuppressionReason.Disabled, (await ReadAsync()).Suppression?.Reason);
    }

    [StoreFact]
    public async Task A_mailbox_that_took_a_letter_in_between_starts_anew()
    {
        await Mailing.JoinAsync(1);
        await SendAsync(Disabled);
        await SendAsync(Mailing.Accepted, Day);
        await SendAsync(Disabled, 2 * Day);
        Assert.Equal(SubscriberState.Active, (await ReadAsync()).State);
        await SendAsync(Disabled, 3 * Day);
        Assert.Equal(SubscriberState.Suppressed, (await ReadAsync()).State);
    }

    [StoreTheory]
    [InlineData(1, 7, 15, SubscriberState.Suppressed)]
    [InlineData(1, 7, 14, SubscriberState.Active)]
    [InlineData(1, 30, null, SubscriberState.Active)]
    public async Task A_full_mailbox_is_suppressed_by_three_posts_over_two_weeks(int first, int second, int? third, SubscriberState state)
    {
        await Mailing.JoinAsync(1);
        await SendAsync(Full, first * Day);
        await SendAsync(Full, second * Day);
        if (third is { } last) await SendAsync(Full, last * Day);
        Assert.Equal(state, (await ReadAsync()).State);
    }

    [StoreFact]
    public async Task A_released_address_is_written_to_and_starts_anew()
    {
        await Mailing.JoinAsync(1);
        await SendAsync(Disabled);
        await SendAsync(Disabled, Day);
        var released = await ChangeAsync(SubscriberState.Active);
        Assert.Equal((SubscriberState.Active, null), (released.State, released.Suppression));

        var post = await SendAsync(Disabled, 2 * Day);
        Assert.Equal(1, (await Stores.Log.ProgressAsync(post.Id, None)).Totals.Rejected);
        Assert.Equal(SubscriberState.Active, (await ReadAsync()).State);
    }

    [StoreFact]
    public async Task Who_is_suppressed_by_hand_is_so_by_hand()
    {
        await Mailing.JoinAsync(1);
        Assert.Equal(SuppressionReason.Hand, (await ChangeAsync(SubscriberState.Suppressed)).Suppression?.Reason);
    }

    [StoreFact]
    public async Task Who_has_unsubscribed_stays_unsubscribed_and_who_is_erased_leaves_no_reply()
    {
        await Mailing.JoinAsync(2);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me);
        var wishes = Mailing.Wishes(slice);
        await Mailing.RoundAsync(me, slice, wishes: wishes);
        await ChangeAsync(SubscriberState.Unsubscribed);
        await Stores.Subscribers.EraseAsync(Mailing.Email(2), None);

        await Mailing.RoundAsync(me, slice, [.. wishes.Select(wish => Mailing.End(wish, Unknown))], finish: true);

        Assert.Equal((SubscriberState.Unsubscribed, null), ((await ReadAsync()).State, (await ReadAsync()).Suppression));
        Assert.Empty(await Stores.Subscribers.ListAsync(new SubscriberFilter(State: SubscriberState.Suppressed), None));
    }

    [StoreFact]
    public async Task An_attempt_that_does_not_count_is_known_when_its_reader_is_leased_again()
    {
        await Mailing.JoinAsync(2);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var busy = new DeliveryOutcome.Deferred(new SmtpReply(421, "4.3.2", "leaving"), Mailing.Start, Counted: false);
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me), n => n == 0 ? busy : Mailing.DueAgain);

        var again = await Mailing.LeaseAsync(post, me);
        Assert.Equal([(1, 1), (1, 0)], again.Recipients.Select(recipient => (recipient.Attempts, recipient.Uncounted)));
        await Mailing.SendAsync(me, again, n => busy);

        var third = await Mailing.LeaseAsync(post, me);
        Assert.Equal([(2, 2), (2, 1)], third.Recipients.Select(recipient => (recipient.Attempts, recipient.Uncounted)));
    }

    private static DeliveryOutcome Fault(AddressFault fault, string enhanced, string text) =>
        new DeliveryOutcome.Rejected(new SmtpReply(550, enhanced, text), fault);

    /// <summary>Publishes a post whose first reader ends so, at that second.</summary>
    private async Task<Post> SendAsync(DeliveryOutcome outcome, int second = 1)
    {
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me);
        var wishes = Mailing.Wishes(slice);
        var answers = (await Mailing.RoundAsync(me, slice, wishes: wishes)).Answers;
        var ended = wishes.Where((_, n) => answers[n] == IntentAnswer.Granted).Select(wish => Mailing.End(
            wish, wish.Subscriber == slice.Recipients[0].Id ? outcome : Mailing.Accepted, second));
        await Mailing.RoundAsync(me, slice, [.. ended], finish: true);
        return post;
    }

    private async Task<Subscriber> ReadAsync(int number = 1) => (await Stores.Subscribers.ReadAsync(Mailing.Email(number), None))!;

    private async Task<Subscriber> ChangeAsync(SubscriberState state) =>
        (await Stores.Subscribers.ChangeAsync(Mailing.Email(1), new SubscriberChange(State: state), None))!;
}
