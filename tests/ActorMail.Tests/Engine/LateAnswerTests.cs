using ActorMail.Delivery;
using ActorMail.Testing;
using Akka.Actor;

namespace ActorMail.Tests.Engine;

/// <summary>A dispatcher that failed has a mailbox in common with the one that takes its place.</summary>
public class LateAnswerTests
{
    [Fact]
    public async Task The_answer_to_a_round_of_before_the_failure_starts_nothing()
    {
        var ledger = new SlowLedger();
        await using var kit = await EngineKit.StartAsync(connections: 1, ledger: ledger.Over);
        await kit.AddReadersAsync(20);
        var granted = ledger.HoldNext(afterCommit: true);
        var post = await kit.PublishAsync();
        await granted.HeldAsync();
        var asked = ledger.HoldNext(afterCommit: false);
        Fail(kit);
        await asked.HeldAsync();

        granted.LetGo();

        var mailers = (await DispatcherOf(kit).Ask<SendingState>(new MailDispatcher.Look(), TimeSpan.FromSeconds(5))).Mailers;
        Assert.All(mailers, mailer => Assert.Equal("asking", mailer.State));
        Assert.Empty(kit.Relay.Began);
        asked.LetGo();
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((20, true), (sent.Totals.Accepted, sent.Totals.Balanced));
    }

    private static ActorSelection DispatcherOf(EngineKit kit) => kit.System.ActorSelection("/user/mail-dispatcher");

    private static void Fail(EngineKit kit) => DispatcherOf(kit).Tell(new MailDispatcher.RoundFailed(null!, new InvalidOperationException("made up")));

    /// <summary>The real ledger, whose rounds that ask for something can be held: before the commit, or after it and before the answer.</summary>
    private sealed class SlowLedger : LedgerInFront
    {
        private volatile Held? _next;

        /// <summary>The next round that asks for something is held.</summary>
        public Held HoldNext(bool afterCommit) => _next = new Held(afterCommit);

        public override async Task<RoundResult> CommitAsync(Round round, CancellationToken cancel)
        {
            if (round.Requests.Count == 0 || _next is not { } held) return await base.CommitAsync(round, cancel);
            _next = null;
            if (!held.AfterCommit) await held.StandAsync();
            var result = await base.CommitAsync(round, cancel);
            if (held.AfterCommit) await held.StandAsync();
            return result;
        }
    }

    /// <summary>A round that stands still until it is let go. Its answer is in the mailbox when that returns.</summary>
    private sealed class Held(bool afterCommit)
    {
        private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _gate = new();

        public bool AfterCommit => afterCommit;

        public Task HeldAsync() => _stands.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public void LetGo() => _gate.SetResult();

        public Task StandAsync()
        {
            _stands.SetResult();
            return _gate.Task;
        }
    }
}
