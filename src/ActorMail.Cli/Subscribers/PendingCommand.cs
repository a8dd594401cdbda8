using System.Text.Json.Serialization;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Subscribers;

/// <summary>Lists the sign-ups nobody has confirmed, in flat memory.</summary>
internal sealed class PendingCommand() : Verb(
    "pending", "Lists the sign-ups nobody has confirmed: which lists, since when, and what became of the mail.",
    "actormail subscribers pending", "actormail subscribers pending --json")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var page = await call.AskAsync(
                NodeRequest.Get(NodePath.Of($"api/sign-ups", ("limit", "1000"), ("after", after))), NodeJson.Default.SignUpPage, cancel);
            call.Tell(page.SignUps.Select(signUp =>
                $"{signUp.Email}  {string.Join(", ", signUp.Lists)}  {Moment.Text(signUp.WantedAt)}  {signUp.State}"
                + (signUp.Mails > 0 ? $", mail {signUp.Mails}" : "")
                + (signUp.Reply is { } reply ? $": {reply}" : "")));
            after = page.Next;
        }
        while (after is not null);

        return ExitCode.Done;
    }
}

/// <summary>The answer of <c>GET /api/sign-ups</c>.</summary>
internal sealed record SignUpPage
{
    public required IReadOnlyList<SignUpView> SignUps { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <summary>One sign-up.</summary>
internal sealed record SignUpView
{
    public required string Email { get; init; }

    public IReadOnlyList<string> Lists { get; init; } = [];

    public required string State { get; init; }

    public DateTimeOffset WantedAt { get; init; }

    public int Mails { get; init; }

    public DateTimeOffset? MailedAt { get; init; }

    public string? Reply { get; init; }
}
