using ActorMail.Webhooks;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorMail.Tests.Webhooks;

/// <summary>A fault of ours restarts desk and courier; time stands still between two looks.</summary>
public sealed class A_fault_that_lasts_is_met_once_an_interval() : TestKit("""
    akka.loglevel = OFF
    akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
    actormail.webhooks.look = 10s
    """)
{
    private static readonly WebhookEndpoint One = new(new Uri("https://one.example/"), [], WebhookEvents.All);

    [Fact]
    public async Task By_a_courier() =>
        await MetOnceAsync(WebhookCourier.Props(One, new WebhookParts(new FaultyOutbox(TestActor), null!, new Random(1))));

    [Fact]
    public async Task By_the_desk() =>
        await MetOnceAsync(WebhookDesk.Props([One], new WebhookParts(new FaultyOutbox(TestActor), null!, new Random(1))));

    private async Task MetOnceAsync(Props props)
    {
        var scheduler = (TestScheduler)Sys.Scheduler;
        var actor = Sys.ActorOf(props);
        for (var interval = 0; interval < 3; interval++)
        {
            await RestartedAsync(actor);
            scheduler.Advance(TimeSpan.FromSeconds(interval == 0 ? 1 : 10));
            await ExpectMsgAsync("met");
            // Not again before its time is up.
            await RestartedAsync(actor);
            scheduler.Advance(TimeSpan.FromSeconds(9));
            await RestartedAsync(actor);
            await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>What is answered comes from the one that begun anew.</summary>
    private static Task RestartedAsync(IActorRef actor) => actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(20));

    private sealed class FaultyOutbox(IActorRef told) : IWebhookOutbox
    {
        public Task EnterAsync(IReadOnlyList<WebhookEndpoint> endpoints, CancellationToken cancel) => Fail();

        public async Task<IReadOnlyList<WebhookMessage>> DueAsync(Uri endpoint, int limit, CancellationToken cancel)
        {
            await Fail();
            return [];
        }

        public Task EndAsync(WebhookMessage message, WebhookEnd end, CancellationToken cancel) => Fail();

        public Task DisableAsync(Uri endpoint, string why, CancellationToken cancel) => Fail();

        public Task<int> SweepAsync(TimeSpan delivered, TimeSpan givenUp, CancellationToken cancel) => throw new InvalidOperationException();

        private Task Fail()
        {
            told.Tell("met");
            throw new InvalidOperationException("A fault of ours.");
        }
    }
}
