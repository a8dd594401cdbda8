using System.Collections.Concurrent;
using ActorMail.Relays;
using ActorMail.Testing;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Tests.Engine;

/// <summary>What is logged of relays and providers holds their words and nobody's address.</summary>
public class LoggedRelaysTests
{
    private const string Planted = "planted.reader@secret.example";

    [Theory]
    [InlineData(RelayFaultKind.Unavailable, " is left alone until ")]
    [InlineData(RelayFaultKind.Credentials, " is paused: ")]
    public async Task Of_a_relay_that_cannot_be_opened(RelayFaultKind kind, string line)
    {
        await using var kit = await EngineKit.StartAsync(relay: new ScriptedRelay { Opening = () => new RelayFault(kind, $"535 <{Planted}> no") }, logs: true);
        await AssertMaskedAsync(kit, 1, line);
    }

    [Theory]
    [InlineData(SmtpPhase.Mail, "550 5.4.5 <@> daily quota", 1, " is paused until ")]
    [InlineData(SmtpPhase.Dot, "552 5.3.4 <@> too large", 1, "takes no letter of this size")]
    [InlineData(SmtpPhase.Dot, "550 5.7.26 <@> unauthenticated", 1, "refuses the sender (")]
    [InlineData(SmtpPhase.Rcpt, "550 5.7.1 <@> policy", 60, "refuses by policy again and again (")]
    public async Task Of_a_reply(SmtpPhase phase, string reply, int readers, string line)
    {
        var said = SmtpReply.Parse(int.Parse(reply[..3]), reply[4..].Replace("@", Planted));
        await using var kit = await EngineKit.StartAsync(
            relay: new ScriptedRelay { Answer = (_, _) => Task.FromResult(ReplyTable.Decide(phase, said)) }, logs: true);
        await AssertMaskedAsync(kit, readers, line);
    }

    private static async Task AssertMaskedAsync(EngineKit kit, int readers, string line)
    {
        ConcurrentQueue<string> lines = [];
        var listener = kit.System.ActorOf(Props.Create(() => new Listener(lines)));
        kit.System.EventStream.Subscribe(listener, typeof(LogEvent));
        await kit.AddReadersAsync(readers);
        await kit.PublishAsync();

        await Eventually.TrueAsync(() => lines.Any(logged => logged.Contains(line, StringComparison.Ordinal)), line);
        Assert.All(lines, logged => Assert.DoesNotContain(Planted, logged));
        Assert.Contains(lines, logged => logged.Contains(line, StringComparison.Ordinal) && logged.Contains("<(an address)>", StringComparison.Ordinal));
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<string> lines) => Receive<LogEvent>(logged => lines.Enqueue(logged.Message.ToString()!));
    }
}
