using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Telemetry;

namespace ActorMail.Tests.Telemetry;

public class RelayCountsTests
{
    private static readonly SmtpReply Reply = new(250, null, "ok");
    private static readonly SliceLease Lease = new(new SliceKey(new PostId(1), 1), 1);

    [Fact]
    public void Each_outcome_is_counted_under_its_relay_and_name()
    {
        SendingCounts counts = new();
        counts.Count(
            RoundOf(
                ("a", new DeliveryOutcome.Accepted(Reply)), ("a", new DeliveryOutcome.Accepted(Reply)), ("b", new DeliveryOutcome.Rejected(Reply)),
                ("b", new DeliveryOutcome.Deferred(Reply, default)), ("b", new DeliveryOutcome.Uncertain("cut", null)), ("b", new DeliveryOutcome.Returned("cut"))),
            new RoundResult([], [IntentAnswer.Skipped, IntentAnswer.Granted]));

        Assert.Equal(1, counts.Skipped);
        Assert.Equal([("accepted", 2L)], counts.Of("a").Outcomes.Where(outcome => outcome.Count > 0));
        Assert.Equal(
            [("deferred", 1L), ("rejected", 1L), ("uncertain", 1L), ("returned", 1L)],
            counts.Of("b").Outcomes.Where(outcome => outcome.Count > 0));
    }

    /// <summary>The round is the hot path: after its first time it leaves nothing to collect.</summary>
    [Fact]
    public void Counting_a_round_allocates_nothing()
    {
        SendingCounts counts = new();
        var round = RoundOf([.. Enumerable.Range(0, 64).Select(_ => ("a", (DeliveryOutcome)new DeliveryOutcome.Accepted(Reply)))]);
        RoundResult result = new([], [IntentAnswer.Granted]);
        using MailMeter meter = new();
        counts.Count(round, result);
        RoundWatch watch = new(round, null, 0, TimeProvider.System);
        watch.Committed(result, meter);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0; turn < 100; turn++) watch.Committed(result, meter);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        // Two enumerators of lists behind an interface, for 64 mails.
        Assert.InRange(each, 0, 100);
    }

    private static Round RoundOf(params (string Relay, DeliveryOutcome Outcome)[] ended) => new(
        new Incarnation(1), "node", TimeSpan.FromSeconds(30), [],
        [.. ended.Select(end => new EndedDelivery(1, Lease, new SubscriberId(1), 1, end.Relay, default, end.Outcome))], [], []);
}
