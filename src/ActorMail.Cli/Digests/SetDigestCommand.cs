using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Digests;

/// <summary>Makes a digest, or replaces the one of its name.</summary>
internal sealed class SetDigestCommand : Verb
{
    private readonly DigestNameArgument _name = new();
    private readonly Option<string> _list = Text("--list", "The list whose members get it.", "NAME", required: true);
    private readonly Option<string> _from = Text("--from", "The list whose posts are collected. Default: the same list.", "NAME");
    private readonly Option<string> _cron = Text("--cron", "When, such as '0 8 * * 1' (Mondays at eight).", "CRON", required: true);
    private readonly Option<string> _zone = Text("--zone", "The time zone of the times. Default: UTC.", "ZONE");
    private readonly Option<string> _subject = Text("--subject", "The subject line of every issue.", "TEXT", required: true);
    private readonly Option<string> _intro = Text("--intro", "Markdown above the collected posts.", "TEXT");

    public SetDigestCommand() : base(
        "set",
        "Makes a digest, or replaces the one of its name: a post that writes itself from what was published since the last one.",
        "actormail digests set weekly --from harbour --list weekly --cron '0 8 * * 1' --zone Europe/Berlin --subject 'The week'")
    {
        Add(_name);
        foreach (var option in (Option[])[_list, _from, _cron, _zone, _subject, _intro]) Add(option);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var wish = new DigestRequest(
            call.Value(_list)!, call.Value(_from), call.Value(_cron)!, call.Value(_zone), call.Value(_subject)!, call.Value(_intro));
        var digest = await call.AskAsync(
            NodeRequest.Put(NodePath.Of($"api/digests/{call.Value(_name)}"), wish, NodeJson.Default.DigestRequest),
            NodeJson.Default.DigestView, cancel);
        call.Tell($"{digest.Name} is due at {Moment.Text(digest.NextAt)}");
        return ExitCode.Done;
    }

    private static Option<string> Text(string name, string description, string value, bool required = false) =>
        new(name) { Description = description, HelpName = value, Required = required };
}

/// <summary>The argument NAME.</summary>
internal sealed class DigestNameArgument : Argument<string>
{
    public DigestNameArgument() : base("NAME") => Description = "The digest's name.";
}
