using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Subscribers;

namespace ActorMail.Cli.Posts;

/// <summary>Sends one letter of a post to one address, outside the books.</summary>
internal sealed class TestCommand : Verb
{
    private readonly PostIdArgument _id = new();
    private readonly EmailArgument _email = new();

    public TestCommand() : base(
        "test",
        "Sends one letter of a post, a draft too, to one address at once; it is not counted.",
        "actormail test 0fzq8k2m4n6p0 me@example.org")
    {
        Add(_id);
        Add(_email);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var request = NodeRequest.Post(
            NodePath.Of($"api/posts/{call.Value(_id)}/test"), new TestRequest(call.Value(_email)), NodeJson.Default.TestRequest);
        // The node waits for the relay, and a relay may take minutes over its final answer (RFC 5321 4.5.3.2.6).
        var answer = await call.AskAsync(
            request with { Patience = TimeSpan.FromMinutes(12) }, NodeJson.Default.TestAnswer, cancel);
        call.Tell($"{(answer.Accepted ? "accepted" : "not accepted")}: {answer.Outcome}");
        return answer.Accepted ? ExitCode.Done : ExitCode.Refused;
    }
}
