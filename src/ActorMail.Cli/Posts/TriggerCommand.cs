using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Posts;

/// <summary>Makes an address that publishes a draft.</summary>
internal sealed class TriggerCommand : Verb
{
    private readonly PostIdArgument _id = new();
    private readonly Option<string> _until = new("--until")
    {
        Description = "Until when it works, such as '2026-03-01 09:00' (this machine's zone). Default: seven days.",
        HelpName = "TIME",
    };

    private readonly Option<bool> _image = new("--image") { Description = "Prints the address of the image instead." };

    public TriggerCommand() : base(
        "trigger",
        "Makes an address that publishes a draft, once, for whoever knows it: prints it.",
        "actormail trigger 0fzq8k2m4n6p0 --until '2026-03-01 09:00'")
    {
        Add(_id);
        Add(_until);
        Add(_image);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        DateTimeOffset? until = null;
        if (call.Value(_until) is { } text)
        {
            until = Moment.TryParse(text, call.Shell.Time.LocalTimeZone, out var moment, out var reason)
                ? moment
                : throw CommandEnded.Usage($"--until: {reason}");
        }

        var trigger = await call.AskAsync(
            NodeRequest.Post(
                NodePath.Of($"api/posts/{call.Value(_id)}/trigger"), new TriggerRequest(until), NodeJson.Default.TriggerRequest),
            NodeJson.Default.TriggerView, cancel);
        if (!call.Value(_image)) call.Tell(trigger.Url);
        else if (trigger.Image is { } image) call.Tell(image);
        else throw CommandEnded.Refused("the node publishes nothing by an image: ActorMail:Triggers:Image is off");
        call.Shell.Say($"works once, until {Moment.Text(trigger.ExpiresAt)}");
        return ExitCode.Done;
    }
}

/// <summary>The body of <c>POST /api/posts/{id}/trigger</c>.</summary>
internal sealed record TriggerRequest(DateTimeOffset? ExpiresAt);

/// <summary>An address that publishes one draft.</summary>
internal sealed record TriggerView
{
    public required string Url { get; init; }

    public string? Image { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
