using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Posts;

/// <summary>Publishes a file: Markdown with front matter, or HTML.</summary>
internal sealed class PublishCommand : Verb
{
    private readonly SourceArgument _file = new("The post: Markdown, or HTML by the name .html");
    private readonly Option<string> _subject = Text("--subject", "The subject line.", "TEXT");
    private readonly Option<string> _list = Text("--list", "The list whose members get it. Default: the node's default list.", "NAME");
    private readonly Option<string> _at = Text("--at", "When to publish, such as '2026-03-01 09:00' (this machine's zone).", "TIME");
    private readonly Option<string> _link = Text("--link", "Where the post can be read on the web.", "URL");
    private readonly Option<string> _idempotencyKey = Text(
        "--idempotency-key", "Makes repeating this command safe. Default: a new one each time.", "KEY");

    private readonly Option<string> _priority = Text("--priority", "Which of several posts goes first: low, normal or high.", "WORD");
    private readonly WholeNumberOption _canary = new(
        "--canary", "Writes to so many readers first and watches how they take it before the rest.", "READERS");

    private readonly WholeNumberOption _canaryWatch = new(
        "--canary-watch", "How long the first readers are watched. Default 600.", "SECONDS", least: 0);

    private readonly Option<bool> _draft = new("--draft") { Description = "Stores it without publishing." };
    private readonly Option<bool> _html = new("--html") { Description = "Takes the content as HTML whatever its name." };
    private readonly Option<bool> _watch = new("--watch") { Description = "Follows the post until it is finished." };

    public PublishCommand() : base(
        "publish",
        "Publishes a post: prints its id. The front matter of a Markdown file (subject, list, at, url, priority, idempotency-key) "
        + "is read; options win.",
        "actormail publish news.md --subject 'News of March' --list readers --watch",
        "echo '*Hello*' | actormail publish - --subject Hello --list readers --at '2026-03-01 09:00'")
    {
        Add(_file);
        foreach (var option in (Option[])[_subject, _list, _at, _link, _priority, _canary, _canaryWatch, _idempotencyKey, _draft, _html, _watch]) Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(_draft) && result.GetValue(_watch)) result.AddError("A draft has nothing to --watch.");
            if (result.GetResult(_canaryWatch) is not null && result.GetResult(_canary) is null)
                result.AddError("--canary-watch goes with --canary.");
            if (result.GetValue(_idempotencyKey) is { } key && (key.Length is 0 or > 255 || !key.All(c => c is >= ' ' and <= '~')))
                result.AddError("--idempotency-key is 1 to 255 ASCII characters.");
        });
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        if (call.Value(_at) is { } at && !Moment.TryParse(at, call.Shell.Time.LocalTimeZone, out _, out var reason))
            throw CommandEnded.Usage($"--at: {reason}");
        var (post, key) = await ReadAsync(call, cancel);
        var request = NodeRequest.Post("api/posts", post, NodeJson.Default.PublishRequest) with
        {
            IdempotencyKey = call.Value(_idempotencyKey) ?? key ?? Guid.NewGuid().ToString("N"),
        };
        var stored = await call.AskAsync(request, NodeJson.Default.StoredPost, cancel);
        call.Tell(stored.Id);
        if (call.Value(_watch))
        {
            call.Shell.Flush();
            return await PostWatch.RunAsync(call, stored.Id, cancel);
        }

        call.Shell.Say(stored.Status is "draft" or "scheduled"
            ? $"stored, {stored.Status}"
            : $"stored, {stored.Status}; follow it: actormail post {stored.Id} --watch");
        return ExitCode.Done;
    }

    private async Task<(PublishRequest Post, string? Key)> ReadAsync(Call call, CancellationToken cancel)
    {
        using var source = Source.Open(call.Shell, call.Value(_file));
        var text = await PostFile.ReadAsync(source, cancel);
        var isHtml = call.Value(_html) || PostFile.IsHtml(source.Name);
        var head = isHtml ? new FrontMatter(null, null, null, null, text) : Head(source.Name, text);
        DateTimeOffset? publishAt = null;
        if ((call.Value(_at) ?? head.At) is { } at)
        {
            publishAt = Moment.TryParse(at, call.Shell.Time.LocalTimeZone, out var moment, out var reason)
                ? moment
                : throw CommandEnded.Refused($"{source.Name} line {head.AtLine}: at: {Printable.OneLine(reason)}");
        }

        var post = new PublishRequest(
            List: call.Value(_list) ?? head.List,
            Subject: call.Value(_subject) ?? head.Subject,
            Markdown: isHtml ? null : head.Body,
            Html: isHtml ? head.Body : null,
            PublishAt: publishAt,
            Draft: call.Value(_draft) ? true : null,
            Url: call.Value(_link) ?? head.Url,
            Priority: call.Value(_priority) ?? head.Priority,
            Canary: call.Value(_canary) is { } size ? new CanaryRequest(size, call.Value(_canaryWatch)) : null);
        return (post, head.Key);
    }

    private static FrontMatter Head(string name, string text) => FrontMatter.TryParse(text, out var head, out var fault)
        ? head
        : throw CommandEnded.Refused($"{name} line {fault.Line}: {Printable.OneLine(fault.Reason)}");

    private static Option<string> Text(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value };
}
