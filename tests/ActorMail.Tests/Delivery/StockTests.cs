using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Tests.Delivery;

public class StockTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly Stock _stock = new();

    [Fact]
    public void A_higher_priority_goes_first_and_the_rest_takes_turns()
    {
        Add(1, ["a@x.example", "b@x.example"]);
        Add(2, ["a@x.example", "b@x.example"], PostPriority.High);
        Add(3, ["a@x.example", "b@x.example"]);
        Add(4, ["a@x.example"], PostPriority.Low);
        Assert.Equal([2, 2, 1, 3, 1, 3, 4], PickAll().Select(flight => flight.Slice.Key.Post.Value));
    }

    [Fact]
    public void Providers_take_turns_within_a_slice()
    {
        Add(1, ["1@gmail.com", "2@gmail.com", "3@googlemail.com", "1@x.example", "1@y.example", "2@y.example"]);
        Assert.Equal(
            ["1@gmail.com", "1@x.example", "1@y.example", "2@gmail.com", "2@y.example", "3@googlemail.com"],
            PickAll().Select(flight => flight.Recipient.Email.ToString()));
    }

    [Fact]
    public void A_provider_that_may_have_nothing_slows_no_other_and_no_other_post()
    {
        Add(1, ["1@gmail.com", "2@gmail.com", "1@x.example"], PostPriority.High);
        Add(2, ["3@gmail.com", "2@x.example"]);
        Assert.Equal(["1@x.example", "2@x.example"], PickAll("gmail.com").Select(flight => flight.Recipient.Email.ToString()));
        Assert.Equal((3, 0), (_stock.Waiting, _stock.Startable((_, provider) => provider != "gmail.com")));
        Assert.Equal(["1@gmail.com", "2@gmail.com", "3@gmail.com"], PickAll().Select(flight => flight.Recipient.Email.ToString()));
    }

    [Fact]
    public void What_is_put_back_is_the_next_of_its_provider()
    {
        Add(1, ["1@x.example", "2@x.example"]);
        var flight = _stock.Pick((_, _) => true)!;
        _stock.PutBack(flight);
        Assert.Equal((2, flight), (_stock.Waiting, _stock.Pick((_, _) => true)!));
    }

    [Fact]
    public void Readers_of_a_held_provider_are_taken_out_and_one_is_kept_to_try()
    {
        var (desk, domains) = ADesk("1@gmail.com", "2@gmail.com", "3@gmail.com", "1@x.example");
        domains.Took("gmail.com", Now);
        domains.Ended("gmail.com", ReplyTable.Decide(SmtpPhase.Rcpt, SmtpReply.Parse(451, "4.7.28 too fast")), Now);
        var unsent = desk.NextUnsent(Now, 0.5, crowd: 100)!;
        Assert.Equal(["3@gmail.com", "2@gmail.com"], unsent.Flights.Select(flight => flight.Recipient.Email.ToString()));
        var deferred = Assert.IsType<DeliveryOutcome.Deferred>(unsent.Outcome);
        Assert.Equal((false, Now.AddMinutes(90 * 1.1)), (deferred.Counted, deferred.NextAttempt));
        Assert.Equal(2, desk.Stock.Waiting);
        Assert.Null(desk.NextUnsent(Now, 0.5, crowd: 100));

        desk.UnsentFailed(unsent);
        Assert.Equal(4, desk.Stock.Waiting);
        desk.UnsentWritten(desk.NextUnsent(Now, 0.5, crowd: 100)!);
        Assert.Equal(2, desk.Stock.Waiting);
    }

    [Fact]
    public void One_is_kept_of_all_slices_together()
    {
        var (desk, domains) = ADesk("1@gmail.com", "2@gmail.com");
        desk.Stock.Add(ASlice(2, ["3@gmail.com", "4@gmail.com"], PostPriority.Normal));
        domains.Took("gmail.com", Now);
        domains.Ended("gmail.com", ReplyTable.Decide(SmtpPhase.Rcpt, SmtpReply.Parse(451, "4.7.28 too fast")), Now);
        Assert.Equal([1, 2], new[] { desk.NextUnsent(Now, 0, 100)!, desk.NextUnsent(Now, 0, 100)! }.Select(unsent => unsent.Flights.Count));
        Assert.Null(desk.NextUnsent(Now, 0, 100));
    }

    [Fact]
    public void A_slice_of_which_all_are_put_off_is_finished()
    {
        var (desk, domains) = ADesk("1@yahoo.com", "2@yahoo.com");
        domains.Hold("yahoo.com", Now.AddHours(2), Now);
        var unsent = desk.NextUnsent(Now, 0, crowd: 100)!;
        Assert.Null(desk.NextRound(Now, false));
        desk.UnsentWritten(unsent);
        Assert.Single(desk.NextRound(Now, false)!.Finished);
    }

    [Fact]
    public void Readers_of_a_slow_provider_are_put_off_only_when_too_many_wait()
    {
        var (desk, domains) = ADesk([.. Enumerable.Range(1, 200).Select(n => $"{n}@slow.example")]);
        domains.Took("slow.example", Now);
        domains.Took("slow.example", Now);
        // It has what it may have at a time, and takes the next one as soon as one has ended.
        Assert.Null(desk.NextUnsent(Now, 0, crowd: 199));
        domains.Limits = new DomainLimits(new DomainLimit(20, MessagesPerSecond: 1), new Dictionary<string, DomainLimit>());
        domains.Took("slow.example", Now);
        Assert.Null(desk.NextUnsent(Now, 0, crowd: 200));
        Assert.Equal(150, desk.NextUnsent(Now, 0, crowd: 199)!.Flights.Count);
        Assert.Null(desk.NextUnsent(Now, 0, crowd: 199));
    }

    private IEnumerable<Flight> PickAll(string? held = null)
    {
        while (_stock.Pick((_, provider) => provider != held) is { } flight) yield return flight;
    }

    private void Add(long post, string[] readers, PostPriority priority = PostPriority.Normal) =>
        _stock.Add(ASlice(post, readers, priority));

    private static (DispatchDesk, DomainDesk) ADesk(params string[] readers)
    {
        var domains = new DomainDesk(DomainLimits.Default);
        var desk = new DispatchDesk(new Incarnation(1), "node", TimeSpan.FromSeconds(30),
            new OutcomeRules(RetrySchedule.Default, OnUncertain.Resend), [], domains);
        desk.Stock.Add(ASlice(1, readers, PostPriority.Normal));
        return (desk, domains);
    }

    private static HeldSlice ASlice(long post, string[] readers, PostPriority priority) => new(
        new LeasedSlice(new SliceLease(new SliceKey(new PostId(post), 1), 1), SliceKind.First,
            [.. readers.Select((email, at) => new Recipient(
                new SubscriberId(post * 1000 + at), EmailAddress.Parse(email), null, new Dictionary<string, string>(), 0))]),
        new Letter(new PostId(post)), priority);

    private sealed record Letter(PostId Post) : ILetter
    {
        public int Revision => 1;
    }
}
