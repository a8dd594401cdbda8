using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Subscribers;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Posts;

/// <summary>Tells why a reader did or did not get a post, step by step.</summary>
internal sealed class ExplainCommand : Verb
{
    private readonly PostIdArgument _id = new();
    private readonly EmailArgument _email = new();

    public ExplainCommand() : base(
        "explain",
        "Tells why a reader did or did not get a post, step by step.",
        "actormail explain 0fzq8k2m4n6p0 ada@example.org")
    {
        Add(_id);
        Add(_email);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var explanation = await call.AskAsync(
            NodeRequest.Get(NodePath.Of($"api/posts/{call.Value(_id)}/deliveries/{call.Value(_email)}")),
            NodeJson.Default.ExplanationView,
            cancel);
        call.Tell($"{explanation.Email}: {explanation.Outcome ?? "no outcome yet"}", explanation.Summary);
        call.Tell(TextTable.Lines([.. explanation.Steps.Select(step => (IReadOnlyList<string>)
        [
            Moment.Text(step.At)!, step.What, Facts(step),
        ])]));
        return ExitCode.Done;
    }

    private static string Facts(ExplanationStep step) => string.Join(", ", new[]
    {
        ReplyText.Of(step.Code, step.Enhanced, step.Reply),
        step.Relay is null ? "" : $"relay {step.Relay}",
        step.Node is null ? "" : $"node {step.Node}",
    }.Where(fact => fact.Length > 0));
}
