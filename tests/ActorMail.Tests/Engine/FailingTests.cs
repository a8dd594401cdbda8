using System.Collections.Concurrent;
using ActorMail.Delivery;
using ActorMail.Relays;
using ActorMail.Storage;
using ActorMail.Testing;
using Akka.Actor;

namespace ActorMail.Tests.Engine;

public class FailingTests
{
    private static readonly SmtpReply Busy = new(451, "4.3.0", "later");
    private static readonly SmtpReply NoSuchUser = new(550, "5.1.1", "no such user");

    [Fact]
    public async Task A_bad_recipient_never_costs_a_reconnect()
    {
        await using var kit = await EngineKit.StartAsync(connections: 2);
        kit.Relay.Answer = (email, _) => Task.FromResult<SendResult>(
            email.Contains('7') ? new SendResult.Rejected(NoSuchUser) : ScriptedRelay.Accepted);
        await kit.AddReadersAsync(100);
        var sent = await kit.UntilSentAsync(await kit.PublishAsync());
        Assert.Equal((19, 81, true), (sent.Totals.Rejected, sent.Totals.Accepted, sent.Totals.Balanced));
        Assert.Equal(2, kit.Relay.Connections);
    }

    [Fact]
    public async Task A_deferred_reader_is_tried_again_when_due()
    {
        var soon = RetrySchedule.Default with { Waits = [TimeSpan.FromMilliseconds(50)] };
        await using var kit = await EngineKit.StartAsync(retries: soon);
        var tries = new ConcurrentDictionary<string, int>();
        kit.Relay.Answer = (email, _) => Task.FromResult(
            email == "reader5@example.org" && tries.AddOrUpdate(email, 1, (_, n) => n + 1) < 3
                ? new SendResult.Deferred(Busy)
                : ScriptedRelay.Accepted);
        await kit.AddReadersAsync(30);
        var post = await kit.PublishAsync();
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((30, 0, true), (sent.Totals.Accepted, sent.Totals.Deferred, sent.Totals.Balanced));
        var line = (await kit.Database.Log.ListAsync(post, null, null, 100, CancellationToken.None))
            .Single(line => line.Email == "reader5@example.org");
        Assert.Equal(3, line.Attempts);
    }

    [Fact]
    public async Task Retries_survive_a_restart_and_the_schedule_goes_on_where_it_was()
    {
        var waits = RetrySchedule.Default with { Waits = [TimeSpan.FromMilliseconds(300), TimeSpan.FromHours(1)] };
        var relay = new ScriptedRelay { Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.Deferred(Busy)) };
        var database = await EngineKit.OpenAsync();
        var before = await EngineKit.StartAsync(retries: waits, database: database, relay: relay);
        await before.AddReadersAsync(2);
        var post = await before.PublishAsync();
        await before.UntilAsync(post, view => view.Totals.Deferred == 2, "deferred");
        await before.StopAsync();

        await using var after = await EngineKit.StartAsync(retries: waits, database: database, relay: relay);
        await Eventually.BecomesAsync(
            async () => await database.Log.ListAsync(post, null, null, 10, CancellationToken.None),
            lines => lines.All(line => line.Attempts == 2), "tried again", TimeSpan.FromSeconds(20));

        Assert.All(await database.Log.ListAsync(post, null, null, 10, CancellationToken.None), line =>
            Assert.InRange(line.NextAttempt!.Value - line.At, TimeSpan.FromHours(1), TimeSpan.FromHours(1.2)));
    }

    [Fact]
    public async Task What_is_not_the_readers_doing_is_retried_without_a_step_of_the_schedule()
    {
        var waits = RetrySchedule.Default with { Waits = [TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1)] };
        await using var kit = await EngineKit.StartAsync(retries: waits);
        var uncounted = ReplyTable.Decide(SmtpPhase.Dot, new SmtpReply(421, "4.3.2", "come back in 1 second"));
        var tries = 0;
        kit.Relay.Answer = (_, _) => Task.FromResult(Interlocked.Increment(ref tries) switch
        {
            1 => uncounted,
            2 => new SendResult.Deferred(Busy),
            _ => ScriptedRelay.Accepted,
        });
        await kit.AddReadersAsync(1);
        var post = await kit.PublishAsync();

        // The second attempt is the schedule's first, so the third comes after 50 ms and not after an hour.
        await kit.UntilSentAsync(post);
        Assert.Equal(3, Assert.Single(await kit.Database.Log.ListAsync(post, null, null, 10, CancellationToken.None)).Attempts);
    }

    [Fact]
    public async Task A_hard_bounce_suppresses_and_the_next_post_skips_the_address()
    {
        await using var kit = await EngineKit.StartAsync();
        kit.Relay.Answer = (email, _) => Task.FromResult(email == "reader3@example.org"
            ? ReplyTable.Decide(SmtpPhase.Rcpt, NoSuchUser)
            : ScriptedRelay.Accepted);
        await kit.AddReadersAsync(5);
        var first = await kit.UntilSentAsync(await kit.PublishAsync());
        var second = await kit.UntilSentAsync(await kit.PublishAsync("another subject"));

        Assert.Equal((4, 1, 0), (first.Totals.Accepted, first.Totals.Rejected, first.Totals.Skipped));
        Assert.Equal((4, 0, 1), (second.Totals.Accepted, second.Totals.Rejected, second.Totals.Skipped));
        Assert.Single(kit.Relay.Began, began => began.Email == "reader3@example.org");
    }

    [Fact]
    public async Task A_reader_deferred_too_long_is_given_up()
    {
        var short_ = new RetrySchedule(TimeSpan.FromMilliseconds(120), [TimeSpan.FromMilliseconds(40)]);
        await using var kit = await EngineKit.StartAsync(retries: short_);
        kit.Relay.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.Deferred(Busy));
        await kit.AddReadersAsync(2);
        var post = await kit.PublishAsync();
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((2, true), (sent.Totals.Rejected, sent.Totals.Balanced));
        var line = (await kit.Database.Log.ListAsync(post, null, null, 100, CancellationToken.None))[0];
        Assert.Contains("given up", line.Reply!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_breaks_before_the_last_byte_costs_nobody_an_attempt()
    {
        await using var kit = await EngineKit.StartAsync();
        var breaks = 0;
        kit.Relay.Answer = (_, _) => Task.FromResult(
            Interlocked.Increment(ref breaks) % 10 == 0 ? new SendResult.Broken("reset by peer") : ScriptedRelay.Accepted);
        await kit.AddReadersAsync(100);
        var post = await kit.PublishAsync();
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((100, 0, true), (sent.Totals.Accepted, sent.Totals.Uncertain, sent.Totals.Balanced));
        Assert.All(await kit.Database.Log.ListAsync(post, null, null, 200, CancellationToken.None), line => Assert.Equal(1, line.Attempts));
        Assert.True(kit.Relay.Connections > 4, "each broken session is opened anew");
    }

    [Theory]
    [InlineData(OnUncertain.Resend, 10, 0, 11)]
    [InlineData(OnUncertain.Hold, 9, 1, 10)]
    [InlineData(OnUncertain.Skip, 9, 1, 10)]
    public async Task Doubt_after_the_last_byte_is_handled_as_the_owner_said(OnUncertain policy, int accepted, int uncertain, int began)
    {
        await using var kit = await EngineKit.StartAsync(onUncertain: policy);
        var doubts = 0;
        kit.Relay.Answer = (email, _) => Task.FromResult(
            email == "reader4@example.org" && Interlocked.Increment(ref doubts) == 1
                ? new SendResult.Uncertain("reset after the dot")
                : ScriptedRelay.Accepted);
        await kit.AddReadersAsync(10);
        var sent = await kit.UntilSentAsync(await kit.PublishAsync());
        Assert.Equal((accepted, uncertain, true), (sent.Totals.Accepted, sent.Totals.Uncertain, sent.Totals.Balanced));
        Assert.Equal(began, kit.Relay.Began.Count);
    }

    [Fact]
    public async Task A_mailer_that_dies_of_a_surprise_leaves_its_delivery_in_doubt_and_is_brought_back()
    {
        await using var kit = await EngineKit.StartAsync(connections: 1, onUncertain: OnUncertain.Hold);
        var calls = 0;
        kit.Relay.Answer = (_, _) => Interlocked.Increment(ref calls) == 2
            ? throw new InvalidOperationException("a bug of ours")
            : Task.FromResult(ScriptedRelay.Accepted);
        await kit.AddReadersAsync(5);
        var sent = await kit.UntilSentAsync(await kit.PublishAsync());
        Assert.Equal((4, 1, true), (sent.Totals.Accepted, sent.Totals.Uncertain, sent.Totals.Balanced));
    }

    [Fact]
    public async Task A_mailer_stopped_with_its_supervisor_leaves_its_delivery_in_doubt_and_its_slot_is_filled_again()
    {
        await using var kit = await EngineKit.StartAsync(connections: 1, onUncertain: OnUncertain.Hold);
        var first = true;
        kit.Relay.Answer = async (_, closed) =>
        {
            if (!first) return ScriptedRelay.Accepted;
            first = false;
            await Task.Delay(Timeout.Infinite, closed);
            return ScriptedRelay.Accepted;
        };
        await kit.AddReadersAsync(5);
        var post = await kit.PublishAsync();
        await Eventually.TrueAsync(() => kit.Relay.SendingNow == 1, "on the wire");
        kit.System.ActorSelection("/user/mail-dispatcher/slot-1").Tell(PoisonPill.Instance);
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((4, 1, true), (sent.Totals.Accepted, sent.Totals.Uncertain, sent.Totals.Balanced));
    }

    [Fact]
    public async Task A_dispatcher_that_fails_starts_anew_and_finishes()
    {
        await using var kit = await EngineKit.StartAsync();
        kit.Relay.Answer = async (_, closed) =>
        {
            await Task.Delay(3, closed);
            return ScriptedRelay.Accepted;
        };
        await kit.AddReadersAsync(200);
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 20, "under way");
        kit.System.ActorSelection("/user/mail-dispatcher").Tell(new MailDispatcher.RoundFailed(null!, new InvalidOperationException("made up")));
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((200, true), (sent.Totals.Accepted, sent.Totals.Balanced));
        Assert.InRange(kit.Relay.Began.Count, 200, 204);
    }

    [Fact]
    public async Task A_relay_that_cannot_be_reached_keeps_everyone_waiting_and_is_reported()
    {
        await using var kit = await EngineKit.StartAsync();
        var down = true;
        kit.Relay.Opening = () => down ? new RelayFault(RelayFaultKind.Unavailable, "connection refused") : null;
        await kit.AddReadersAsync(10);
        var post = await kit.PublishAsync();
        await Eventually.BecomesAsync(
            () => kit.Watch.LookAsync(CancellationToken.None), state => state.Relays[0].Fault == "connection refused", "reported");
        Assert.Equal(10, (await kit.Mail.ReadAsync(post))!.Totals.Pending);
        down = false;
        await kit.UntilSentAsync(post);
        Assert.Null((await kit.Watch.LookAsync(CancellationToken.None)).Relays[0].Fault);
    }

    [Fact]
    public async Task While_outcomes_cannot_be_stored_nothing_new_starts_and_nothing_is_forgotten()
    {
        var ledger = new StubbornLedger();
        await using var kit = await EngineKit.StartAsync(connections: 2, ledger: ledger.Over);
        kit.Relay.Answer = async (_, closed) =>
        {
            await Task.Delay(2, closed);
            return ScriptedRelay.Accepted;
        };
        await kit.AddReadersAsync(100);
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 10, "under way");
        ledger.Refuses = true;
        await Eventually.BecomesAsync(
            () => kit.Watch.LookAsync(CancellationToken.None), state => state.StoreFault is not null, "reported");
        await Eventually.TrueAsync(() => kit.Relay.SendingNow == 0, "quiet");
        var began = kit.Relay.Began.Count;
        var tries = ledger.Tries;
        await Eventually.TrueAsync(() => ledger.Tries > tries + 3, "tried again");
        Assert.Equal(began, kit.Relay.Began.Count);
        ledger.Refuses = false;
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((100, 100), (sent.Totals.Accepted, (long)kit.Relay.Began.Count));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_repeated_without_effect()
    {
        var ledger = new StubbornLedger { LosesEvery = 3 };
        await using var kit = await EngineKit.StartAsync(ledger: ledger.Over);
        await kit.AddReadersAsync(150);
        var sent = await kit.UntilSentAsync(await kit.PublishAsync());
        Assert.Equal((150, true), (sent.Totals.Accepted, sent.Totals.Balanced));
        Assert.Equal(150, kit.Relay.Began.Count);
    }

    /// <summary>The real ledger behind a line that can be cut: before the commit, or after it and before the answer.</summary>
    private sealed class StubbornLedger : LedgerInFront
    {
        private int _tries;

        public bool Refuses { get; set; }

        public int LosesEvery { get; init; }

        public int Tries => _tries;

        public override async Task<RoundResult> CommitAsync(Round round, CancellationToken cancel)
        {
            var number = Interlocked.Increment(ref _tries);
            if (Refuses) throw new StoreUnavailableException("the disk is full");
            var result = await base.CommitAsync(round, cancel);
            return LosesEvery > 0 && number % LosesEvery == 0
                ? throw new StoreUnavailableException("the answer was lost")
                : result;
        }
    }
}
