using ActorMail.Delivery;
using ActorMail.Posts;
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
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 3, "under way");
        var granted = await ledger.HoldNextAsync(afterCommit: true);
        Fail(kit);
        var asked = await ledger.HoldNextAsync(afterCommit: false);
        var began = kit.Relay.Began.Count;

        granted.SetResult();

        var mailers = (await DispatcherOf(kit).Ask<SendingState>(new MailDispatcher.Look(), TimeSpan.FromSeconds(5))).Mailers;
        Assert.All(mailers, mailer => Assert.Equal("asking", mailer.State));
        Assert.Equal(began, kit.Relay.Began.Count);
        ledger.HoldNothing();
        asked.SetResult();
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((20, true), (sent.Totals.Accepted, sent.Totals.Balanced));
    }

    private static ActorSelection DispatcherOf(EngineKit kit) => kit.System.ActorSelection("/user/mail-dispatcher");

    private static void Fail(EngineKit kit) => DispatcherOf(kit).Tell(new MailDispatcher.RoundFailed(null!, new InvalidOperationException("made up")));

    /// <summary>The real ledger, whose rounds that ask for something can be held: before the commit, or after it and before the answer.</summary>
    private sealed class SlowLedger : IDeliveryLedger
    {
        private readonly SemaphoreSlim _held = new(0);
        private IDeliveryLedger _real = null!;
        private volatile Hold? _next;

        private sealed record Hold(bool AfterCommit, TaskCompletionSource Gate);

        public IDeliveryLedger Over(IDeliveryLedger real)
        {
            _real = real;
            return this;
        }

        /// <summary>Returns when the next round is held; it goes on when told.</summary>
        public async Task<TaskCompletionSource> HoldNextAsync(bool afterCommit)
        {
            // Its answer is in the mailbox when the gate's opening returns.
            var hold = new Hold(afterCommit, new TaskCompletionSource());
            _next = hold;
            Assert.True(await _held.WaitAsync(TimeSpan.FromSeconds(20)), "a round was held");
            return hold.Gate;
        }

        public void HoldNothing() => _next = null;

        public async Task<RoundResult> CommitAsync(Round round, CancellationToken cancel)
        {
            if (round.Requests.Count == 0 || _next is not { } hold) return await _real.CommitAsync(round, cancel);
            _next = null;
            if (!hold.AfterCommit)
            {
                _held.Release();
                await hold.Gate.Task;
                return await _real.CommitAsync(round, cancel);
            }

            var result = await _real.CommitAsync(round, cancel);
            _held.Release();
            await hold.Gate.Task;
            return result;
        }

        public Task<Incarnation> EnterAsync(string node, CancellationToken cancel) => _real.EnterAsync(node, cancel);

        public Task<IReadOnlyList<PostId>> PostsWithWorkAsync(CancellationToken cancel) => _real.PostsWithWorkAsync(cancel);

        public Task<LeasedSlice?> LeaseAsync(PostId post, Incarnation holder, LeaseTerms terms, CancellationToken cancel) =>
            _real.LeaseAsync(post, holder, terms, cancel);

        public Task<int> EndLeasesOfAsync(string node, string by, OnUncertain onUncertain, CancellationToken cancel) =>
            _real.EndLeasesOfAsync(node, by, onUncertain, cancel);

        public Task ReleaseAsync(
            Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain, CancellationToken cancel) =>
            _real.ReleaseAsync(holder, slices, onUncertain, cancel);
    }
}
