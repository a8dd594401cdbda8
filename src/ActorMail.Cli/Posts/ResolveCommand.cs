using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Subscribers;

namespace ActorMail.Cli.Posts;

/// <summary>Decides a delivery nobody knows the end of.</summary>
internal sealed class ResolveCommand : Verb
{
    private readonly PostIdArgument _id = new();
    private readonly EmailArgument _email = new();
    private readonly Option<bool> _resend = new("--resend") { Description = "Send it again, with the same Message-ID." };
    private readonly Option<bool> _accept = new("--accept") { Description = "It has arrived: count it as accepted." };
    private readonly Option<bool> _skip = new("--skip") { Description = "Leave it: count it as skipped." };

    public ResolveCommand() : base(
        "resolve",
        "Decides an uncertain delivery: a message that may or may not have arrived.",
        "actormail resolve 0fzq8k2m4n6p0 ann@example.org --resend")
    {
        Add(_id);
        Add(_email);
        Add(_resend);
        Add(_accept);
        Add(_skip);
        Validators.Add(result =>
        {
            if (new[] { _resend, _accept, _skip }.Count(option => result.GetValue(option)) != 1)
                result.AddError("give one of --resend, --accept and --skip");
        });
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var decided = call.Value(_resend) ? "resend" : call.Value(_accept) ? "accept" : "skip";
        var answer = await call.AskAsync(
            NodeRequest.Post(
                NodePath.Of($"api/posts/{call.Value(_id)}/deliveries/{call.Value(_email)}/resolve"),
                new ResolveRequest(decided),
                NodeJson.Default.ResolveRequest),
            NodeJson.Default.PostView,
            cancel);
        call.Tell($"resolved; the post is {answer.Status}");
        return ExitCode.Done;
    }
}
