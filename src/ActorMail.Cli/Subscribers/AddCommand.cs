using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Subscribers;

/// <summary>Adds one reader, or changes the one with this address.</summary>
internal sealed class AddCommand : Verb
{
    private readonly EmailArgument _email = new();
    private readonly Option<string> _name = new("--name") { Description = "The reader's name.", HelpName = "TEXT" };
    private readonly Option<string[]> _list = new("--list")
    {
        Description = "A list to join, made when it does not exist; may be repeated.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _attribute = new("--attribute")
    {
        Description = "A value for placeholders; may be repeated.",
        HelpName = "NAME=VALUE",
    };

    public AddCommand() : base(
        "add",
        "Adds a reader, or changes the one with this address.",
        "actormail subscribers add ada@example.org --name 'Ada Lovelace' --list readers --attribute city=London")
    {
        Add(_email);
        Add(_name);
        Add(_list);
        Add(_attribute);
        _attribute.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=') < 1))
                result.AddError($"'{token.Value}' is not name=value.");
        });
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var pair in call.Value(_attribute) ?? [])
        {
            var equals = pair.IndexOf('=');
            attributes[pair[..equals]] = pair[(equals + 1)..];
        }

        var body = new AddRequest(
            call.Value(_email),
            call.Value(_name),
            call.Value(_list) is { Length: > 0 } lists ? lists : null,
            attributes.Count > 0 ? attributes : null);
        var subscriber = await call.AskAsync(
            NodeRequest.Post("api/subscribers", body, NodeJson.Default.AddRequest), NodeJson.Default.SubscriberView, cancel);
        call.Tell(SubscriberText.Lines(subscriber));
        if (subscriber.State != "active") call.Shell.Say($"the reader is {subscriber.State} and gets no mail");
        return ExitCode.Done;
    }
}
