using ActorMail.Delivery;
using ActorMail.Storage;
using ActorMail.Testing;
using Akka.Actor;

namespace ActorMail.Tests.Engine;

/// <summary>What the dispatcher does when its store cannot work and there is no round to tell it.</summary>
public class StoreDownTests
{
    private const string Why = "the disk is full";

    [Fact]
    public async Task An_idle_node_shows_a_fault_others_met_and_finds_out_when_it_has_ended()
    {
        var health = new FailingHealth { Fault = Why };
        await using var kit = await EngineKit.StartAsync(health: health);
        Assert.Equal(Why, (await kit.Watch.LookAsync(CancellationToken.None)).StoreFault);
        await Eventually.TrueAsync(() => health.Probes > 2, "probed again and again");
        Assert.Equal(Why, (await kit.Watch.LookAsync(CancellationToken.None)).StoreFault);
        health.Works = true;
        await Eventually.BecomesAsync(
            () => kit.Watch.LookAsync(CancellationToken.None), state => state.StoreFault is null, "well again");
    }

    [Fact]
    public async Task A_drain_without_a_store_ends_within_its_bound_and_says_what_is_open()
    {
        var ledger = new LostLedger();
        await using var kit = await EngineKit.StartAsync(connections: 2, ledger: ledger.Over);
        kit.Relay.Answer = async (_, closed) =>
        {
            await Task.Delay(5, closed);
            return ScriptedRelay.Accepted;
        };
        await kit.AddReadersAsync(100);
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 10, "under way");
        ledger.Gone = true;

        var drained = await DrainAsync(kit);

        Assert.InRange(drained.StillOpen, 1, 4);
        Assert.Equal(0, kit.Relay.SendingNow);
    }

    [Fact]
    public async Task A_drain_while_the_store_never_let_the_node_in_ends_at_once()
    {
        await using var kit = await EngineKit.StartAsync(ledger: new LostLedger { Gone = true }.Over);
        Assert.Equal(0, (await DrainAsync(kit)).StillOpen);
    }

    [Fact]
    public async Task A_dispatcher_that_fails_while_it_drains_does_not_begin_anew()
    {
        await using var kit = await EngineKit.StartAsync(connections: 1);
        var gate = new TaskCompletionSource();
        kit.Relay.Answer = async (_, closed) =>
        {
            await gate.Task.WaitAsync(closed);
            return ScriptedRelay.Accepted;
        };
        await kit.AddReadersAsync(10);
        await kit.PublishAsync();
        await Eventually.TrueAsync(() => kit.Relay.SendingNow == 1, "on the wire");
        var draining = DrainAsync(kit);
        var dispatcher = kit.System.ActorSelection("/user/mail-dispatcher");
        dispatcher.Tell(new MailDispatcher.RoundFailed(null!, new InvalidOperationException("made up")));

        Assert.Equal(1, (await draining).StillOpen);
        await Eventually.BecomesAsync(() => IsGoneAsync(kit), gone => gone, "ended");
        Assert.Single(kit.Relay.Began);
    }

    private static Task<MailDispatcher.Drained> DrainAsync(EngineKit kit) => kit.System.ActorSelection("/user/mail-dispatcher")
        .Ask<MailDispatcher.Drained>(new MailDispatcher.Drain(), TimeSpan.FromSeconds(10));

    private static async Task<bool> IsGoneAsync(EngineKit kit)
    {
        var seen = await kit.System.ActorSelection("/user/mail-dispatcher").Ask<ActorIdentity>(new Identify(1), TimeSpan.FromSeconds(5));
        return seen.Subject is null;
    }

    private sealed class FailingHealth : IStoreHealth
    {
        private int _probes;

        public string? Fault { get; set; }

        public bool Works { get; set; }

        public int Probes => _probes;

        public Task ProbeAsync(CancellationToken cancel)
        {
            Interlocked.Increment(ref _probes);
            if (!Works) return Task.FromException(new StoreUnavailableException(Why));
            Fault = null;
            return Task.CompletedTask;
        }
    }

    /// <summary>The real ledger, until it is gone.</summary>
    private sealed class LostLedger : LedgerInFront
    {
        public bool Gone { get; set; }

        protected override Task<T> ReachAsync<T>(Func<Task<T>> call) =>
            Gone ? Task.FromException<T>(new StoreUnavailableException(Why)) : call();
    }
}
