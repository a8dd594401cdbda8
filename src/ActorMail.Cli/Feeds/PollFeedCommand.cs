using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Feeds;

/// <summary>Has a feed looked at now.</summary>
internal sealed class PollFeedCommand : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "As 'actormail feeds' shows it." };

    public PollFeedCommand() : base(
        "poll", "Has a feed looked at now, one that was gone too.", "actormail feeds poll my-blog") => Add(_name);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var request = NodeRequest.Post("api/feeds/poll", new PollRequest(call.Value(_name)), NodeJson.Default.PollRequest);
        var answer = await call.Node.DoAsync(request, cancel);
        if (call.Json && answer.Length > 0) call.Shell.PrintLine(answer);
        call.Shell.Say("it is looked at within seconds");
        return ExitCode.Done;
    }
}

/// <summary>The body of <c>POST /api/feeds/poll</c>.</summary>
internal sealed record PollRequest(string Name);
