using System.CommandLine;
using System.Net.Http.Headers;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Subscribers;

/// <summary>Sends a CSV file of readers, in flat memory, and names the lines that were refused.</summary>
internal sealed class ImportCommand : Verb
{
    private const double Mega = 1_000_000;

    /// <summary>The node answers in batches; nothing for so long means it is gone.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private readonly SourceArgument _file = new("CSV with a header row; columns email, name, list, state, others become attributes");
    private readonly Option<string> _list = new("--list")
    {
        Description = "The list to join, for lines without a column list. Default: the node's default list.",
        HelpName = "NAME",
    };

    public ImportCommand() : base(
        "import",
        "Imports readers from CSV; good lines are kept, exit code 1 when some were refused.",
        "actormail subscribers import readers.csv --list readers")
    {
        Add(_file);
        Add(_list);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        using var source = Source.Open(call.Shell, call.Value(_file));
        var last = await ProgressDisplay.ShowAsync(call.Shell, show => SendAsync(call, source, show, cancel));
        foreach (var error in last.Errors!) call.Shell.Say($"line {error.Line}: {error.Reason}");
        if (last.Errors.Count < last.Refused)
            call.Shell.Say($"and {PostText.N(last.Refused - last.Errors.Count)} more lines were refused");
        foreach (var note in last.Notes ?? []) call.Shell.Say($"line {note.Line}: {note.Reason}");
        if (last.Suppressed + last.StayedAway + last.Revived > 0)
        {
            call.Shell.Say($"taken, but {PostText.N(last.Suppressed)} stay suppressed and {PostText.N(last.StayedAway)} stay away; "
                + $"{PostText.N(last.Revived)} who had left are back");
        }

        call.Tell($"imported {PostText.N(last.Imported)}, updated {PostText.N(last.Updated)}, refused {PostText.N(last.Refused)}");
        if (last.Failed is { } why) throw CommandEnded.Failed($"the import stopped early: {why}");
        return last.Refused == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private async Task<ImportLine> SendAsync(Call call, Source source, Action<ProgressStep> show, CancellationToken cancel)
    {
        var message = new HttpRequestMessage(
            HttpMethod.Post, NodePath.Of($"api/subscribers/import", ("list", call.Value(_list))))
        {
            Content = new StreamedFile(source, sent => show(new ProgressStep(Sent(sent, source.Length), sent, source.Length))),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        message.Headers.Accept.ParseAdd(NodeRequest.NdJson);
        // A refused key or list is then heard before the file is sent, not as a broken connection in the middle of it.
        message.Headers.ExpectContinue = true;

        ImportLine? last = null;
        await using var answer = await call.Node.OpenAsync(message, Silence, cancel);
        await foreach (var (raw, line) in NodeLines.ReadAsync(call.Node, answer, NodeJson.Default.ImportLine, cancel))
        {
            if (call.Json) call.Shell.PrintLine(raw);
            var done = line.Imported + line.Updated + line.Refused;
            show(new ProgressStep($"{PostText.N(done)} lines read", source.Length ?? 0, source.Length));
            last = line;
        }

        return last is { Errors: not null } ? last : throw CommandEnded.Failed(
            $"the node gave up the import after {PostText.N((last?.Imported ?? 0) + (last?.Updated ?? 0))} lines; "
            + "it can be repeated: lines already taken are updated");
    }

    private static string Sent(long bytes, long? length) => length is null
        ? FormattableString.Invariant($"{bytes / Mega:N1} MB sent")
        : FormattableString.Invariant($"{bytes / Mega:N1} of {length / Mega:N1} MB sent");
}
