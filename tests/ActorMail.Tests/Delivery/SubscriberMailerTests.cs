using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Testing;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;

namespace ActorMail.Tests.Delivery;

/// <summary>What a dispatcher hears of a mailer, and in which order.</summary>
public sealed class SubscriberMailerTests() : TestKit("akka.loglevel = OFF")
{
    private static readonly RelaySettings Relay = new() { Name = "relay", Host = "localhost", Port = 25 };
    private readonly ScriptedRelay _relay = new() { Answer = async (_, _) => { await Task.Yield(); return ScriptedRelay.Accepted; } };

    [Fact]
    public void The_end_of_a_sessions_last_message_is_told_before_the_next_session_is_ready()
    {
        var mailer = Start(messagesPerSession: 1, new SlowEar(TestActor));
        ExpectMsg<SubscriberMailer.Up>();
        mailer.Tell(SubscriberMailer.Connect.Instance);
        ExpectMsg<SubscriberMailer.Ready>();

        mailer.Tell(Send());
        Assert.Equal(SlotState.Connecting, ExpectMsg<SubscriberMailer.Ended>().Then);
        ExpectMsg<SubscriberMailer.Ready>();
        Assert.Equal(2, _relay.Connections);
    }

    [Fact]
    public void The_end_of_a_message_that_cost_the_session_is_told_before_the_mailer_ends()
    {
        _relay.Answer = async (_, _) => { await Task.Yield(); return new SendResult.Broken("reset"); };
        var mailer = Start(messagesPerSession: 100, new SlowEar(TestActor));
        ExpectMsg<SubscriberMailer.Up>();
        mailer.Tell(Send());
        Assert.Equal(SlotState.Down, ExpectMsg<SubscriberMailer.Ended>().Then);
        // The next incarnation.
        ExpectMsg<SubscriberMailer.Up>();
    }

    [Fact]
    public void A_session_takes_as_many_messages_as_it_may_and_no_more()
    {
        var mailer = Start(messagesPerSession: 3, TestActor);
        ExpectMsg<SubscriberMailer.Up>();
        for (var message = 1; message <= 7; message++)
        {
            mailer.Tell(Send());
            var then = ExpectMsg<SubscriberMailer.Ended>().Then;
            Assert.Equal(message % 3 == 0 ? SlotState.Connecting : SlotState.Free, then);
            if (then == SlotState.Connecting) ExpectMsg<SubscriberMailer.Ready>();
        }

        Assert.Equal([1, 1, 1, 2, 2, 2, 3], _relay.Began.Select(began => began.Connection));
    }

    [Fact]
    public void A_session_without_work_is_closed_and_opened_again_for_the_next_message()
    {
        var mailer = Start(messagesPerSession: 100, TestActor, sleepAfter: TimeSpan.FromMilliseconds(100));
        ExpectMsg<SubscriberMailer.Up>();
        mailer.Tell(Send());
        ExpectMsg<SubscriberMailer.Ended>();
        ExpectMsg<SubscriberMailer.Asleep>();
        mailer.Tell(Send());
        Assert.IsType<SendResult.Accepted>(ExpectMsg<SubscriberMailer.Ended>().Result);
        Assert.Equal([1, 2], _relay.Began.Select(began => began.Connection));
    }

    [Fact]
    public void Who_is_next_is_got_ready_while_the_mailer_waits_for_the_word()
    {
        var mailer = Start(messagesPerSession: 100, TestActor);
        ExpectMsg<SubscriberMailer.Up>();
        mailer.Tell(Send("anna", next: "bert"));
        ExpectMsg<SubscriberMailer.Ended>();
        AwaitAssert(() => Assert.Equal(["bert@example.org"], _relay.Prepared));
        Assert.Equal(["anna@example.org"], _relay.Began.Select(began => began.Email));
    }

    [Fact]
    public void Nobody_is_got_ready_for_by_a_session_that_ends()
    {
        var mailer = Start(messagesPerSession: 1, TestActor);
        ExpectMsg<SubscriberMailer.Up>();
        mailer.Tell(Send("anna", next: "bert"));
        ExpectMsg<SubscriberMailer.Ended>();
        ExpectMsg<SubscriberMailer.Ready>();
        Assert.Empty(_relay.Prepared);
    }

    [Fact]
    public void Somebody_else_than_was_told_ahead_goes_by_a_new_session()
    {
        _relay.IsToldAhead = true;
        var mailer = Start(messagesPerSession: 100, TestActor);
        ExpectMsg<SubscriberMailer.Up>();
        mailer.Tell(Send("anna", next: "bert"));
        ExpectMsg<SubscriberMailer.Ended>();
        mailer.Tell(Send("carl"));
        Assert.IsType<SendResult.Accepted>(ExpectMsg<SubscriberMailer.Ended>().Result);
        Assert.Equal([("anna@example.org", 1), ("carl@example.org", 2)], _relay.Began);
    }

    [Fact]
    public void A_new_session_that_came_after_the_end_of_the_lease_is_sent_nothing()
    {
        var clock = new FakeTimeProvider();
        _relay.IsToldAhead = true;
        var mailer = Start(messagesPerSession: 100, TestActor, time: clock);
        ExpectMsg<SubscriberMailer.Up>();
        mailer.Tell(Send("anna", next: "bert"));
        ExpectMsg<SubscriberMailer.Ended>();
        _relay.Opening = () => { clock.Advance(TimeSpan.FromMinutes(1)); return null; };
        mailer.Tell(Send("carl", startBefore: clock.GetTimestamp() + clock.TimestampFrequency * 30));

        var late = Assert.IsType<SendResult.Broken>(ExpectMsg<SubscriberMailer.Ended>().Result);
        Assert.Equal(ReplyScope.Local, late.Verdict.Scope);
        Assert.Equal([("anna@example.org", 1)], _relay.Began);
    }

    private IActorRef Start(int messagesPerSession, IActorRef dispatcher, TimeSpan? sleepAfter = null, TimeProvider? time = null) => Sys.ActorOf(
        SubscriberMailer.Props(1, Relay, dispatcher, _relay,
            new MailerLimits(messagesPerSession, TimeSpan.FromMinutes(5), sleepAfter ?? TimeSpan.FromMinutes(1)), time ?? TimeProvider.System));

    private static SubscriberMailer.Send Send(string to = "r", string? next = null, long startBefore = long.MaxValue) =>
        new(FlightTo(to), startBefore, next is null ? null : FlightTo(next));

    private static Flight FlightTo(string name) => new(
        new SliceLease(new SliceKey(new PostId(1), 1), 1),
        new Recipient(new SubscriberId(1), EmailAddress.Parse($"{name}@example.org"), null, new Dictionary<string, string>(), 0), 1, new Letter());

    private sealed record Letter : ILetter
    {
        public PostId Post => new(1);

        public int Revision => 1;
    }

    /// <summary>
    /// Whoever tells it of an end is held up, as a thread is that the machine takes its processor from: until something else is told,
    /// or for a moment.
    /// </summary>
    private sealed class SlowEar(IActorRef behind) : MinimalActorRef
    {
        private readonly ManualResetEventSlim _other = new();

        public override ActorPath Path => behind.Path;

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is SubscriberMailer.Ended)
            {
                _other.Reset();
                _other.Wait(TimeSpan.FromMilliseconds(300));
            }

            behind.Tell(message, sender);
            _other.Set();
        }
    }
}
