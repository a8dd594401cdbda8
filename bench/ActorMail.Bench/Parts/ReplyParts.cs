using ActorMail.Relays;
using BenchmarkDotNet.Attributes;

namespace ActorMail.Bench.Parts;

/// <summary>What a relay's answer asks for (docs/replies.md).</summary>
public class ReplyParts
{
    private readonly SmtpReply _taken = new(250, "2.0.0", "Ok: queued as 4F1C2A");
    private readonly SmtpReply _greylisted = new(450, "4.2.0", "Greylisted, please try again in 300 seconds");
    private readonly SmtpReply _unknown = new(550, "5.1.1", "The email account that you tried to reach does not exist");

    [Benchmark(Description = "a reply is judged: accepted")]
    public ReplyVerdict Accepted() => ReplyTable.Judge(SmtpPhase.Dot, _taken);

    [Benchmark(Description = "a reply is judged: try again in 300 seconds")]
    public ReplyVerdict Deferred() => ReplyTable.Judge(SmtpPhase.Rcpt, _greylisted);

    [Benchmark(Description = "a reply is judged: no such account")]
    public ReplyVerdict Rejected() => ReplyTable.Judge(SmtpPhase.Rcpt, _unknown);
}
