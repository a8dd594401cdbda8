using ActorMail.Delivery;
using ActorMail.Hosting;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMail.Tests.Engine;

/// <summary>Being asked to stop, with a drain that may take eleven minutes.</summary>
public sealed class DrainTests() : TestKit("""
    akka.loglevel = OFF
    akka.coordinated-shutdown.phases.service-requests-done.timeout = 11m
    """)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DrainReport _report = new();

    [Fact]
    public async Task A_dispatcher_that_could_not_begin_is_not_waited_for()
    {
        var dispatcher = Sys.ActorOf(Props.Create(() => new Unbegun()));
        Drain.At(Sys, dispatcher, _report);
        await StopAsync();
        Assert.False(_report.Complete);
    }

    [Fact]
    public async Task One_that_dies_while_it_is_waited_for_is_not_waited_for_any_longer()
    {
        Drain.At(Sys, TestActor, _report);
        var stopping = StopAsync();
        await ExpectMsgAsync<MailDispatcher.Drain>(Patience);
        Sys.Stop(TestActor);
        await stopping;
        Assert.False(_report.Complete);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task One_that_answers_and_ends_has_drained(int open, bool complete)
    {
        Drain.At(Sys, Sys.ActorOf(Props.Create(() => new Answering(open))), _report);
        await StopAsync();
        Assert.Equal(complete, _report.Complete);
    }

    private Task StopAsync() => CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Patience);

    private sealed class Answering : ReceiveActor
    {
        public Answering(int open) => Receive<MailDispatcher.Drain>(_ =>
        {
            Sender.Tell(new MailDispatcher.Drained(open));
            Context.Stop(Self);
        });
    }

    private sealed class Unbegun : ReceiveActor
    {
        public Unbegun() => throw new InvalidOperationException("It cannot begin.");
    }
}
