using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Storage;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMail.Tests.Delivery;

public sealed class RetentionKeeperTests() : TestKit("akka.loglevel = OFF\nactormail.retention.interval = 20ms")
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_post_after_another_is_compacted_that_ended_so_long_ago()
    {
        Start(new CompactedPost(new PostId(1), 500), new CompactedPost(new PostId(2), 3), null);

        for (var post = 1; post <= 3; post++) Assert.Equal(Noon - KeptFor, ExpectMsg<DateTimeOffset>());
    }

    [Fact]
    public void A_store_that_is_down_and_any_other_fault_are_met_again_at_the_next_look()
    {
        Start(new StoreUnavailableException("locked"), new InvalidOperationException("a bug"), null, null);
        for (var look = 1; look <= 4; look++) ExpectMsg<DateTimeOffset>();
    }

    [Fact]
    public void A_post_that_takes_long_is_waited_for()
    {
        Sys.ActorOf(RetentionKeeper.Props(new Slow(TestActor), KeptFor, new Still()));
        ExpectMsg<DateTimeOffset>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    private void Start(params object?[] answers) =>
        Sys.ActorOf(RetentionKeeper.Props(new Scripted(TestActor, answers), KeptFor, new Still()));

    private sealed class Still : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }

    /// <summary>Tells what it is asked, and answers or fails as given.</summary>
    private sealed class Scripted(IActorRef ear, object?[] answers) : IDeliveryRetention
    {
        private int _asked;

        public Task<CompactedPost?> CompactNextAsync(DateTimeOffset endedBefore, CancellationToken cancel)
        {
            if (_asked == answers.Length) return Task.FromResult<CompactedPost?>(null);
            ear.Tell(endedBefore);
            var answer = answers[_asked++];
            return answer is Exception fault ? Task.FromException<CompactedPost?>(fault) : Task.FromResult((CompactedPost?)answer);
        }
    }

    private sealed class Slow(IActorRef ear) : IDeliveryRetention
    {
        public Task<CompactedPost?> CompactNextAsync(DateTimeOffset endedBefore, CancellationToken cancel)
        {
            ear.Tell(endedBefore);
            return new TaskCompletionSource<CompactedPost?>().Task;
        }
    }
}
