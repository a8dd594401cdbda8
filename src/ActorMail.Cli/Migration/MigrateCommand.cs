using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Migration;

/// <summary>Moves the SQLite file of a stopped node into a node on PostgreSQL.</summary>
internal sealed class MigrateCommand : Verb
{
    private const double Mega = 1_000_000;

    /// <summary>The books are compared before the commit, which says nothing for a while.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(30);

    private readonly Argument<string> _file = new("FILE") { Description = "The SQLite file of a stopped node." };
    private readonly Option<string> _from = new("--from")
    {
        Description = "What to move from: sqlite.",
        HelpName = "sqlite",
        Required = true,
    };

    public MigrateCommand() : base(
        "migrate",
        "Moves the SQLite file of a stopped node into a running node on an empty PostgreSQL database.",
        "actormail migrate --from sqlite data/actormail.db")
    {
        Add(_from);
        Add(_file);
        _from.AcceptOnlyFromAmong("sqlite");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var file = call.Value(_file);
        if (!File.Exists(file)) throw CommandEnded.Usage($"there is no file {file}");
        StoppedNode.Check(file);
        using var source = Source.Open(call.Shell, file);
        var last = await ProgressDisplay.ShowAsync(call.Shell, show => SendAsync(call, source, show, cancel));
        if (last.Failed is { } why) throw CommandEnded.Failed(why);
        call.Tell(TextTable.Lines(
            [.. last.Moved!.Select(table => (IReadOnlyList<string>)[table.Key, PostText.N(table.Value.GetInt64())])]));
        call.Shell.Say("moved; the instance secret moved too: restart every node now (the one that answered stops by itself)");
        return ExitCode.Done;
    }

    private static async Task<MigrationLine> SendAsync(
        Call call, Source source, Action<ProgressStep> show, CancellationToken cancel)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "api/migration")
        {
            Content = new StreamedFile(source, sent => show(new ProgressStep(
                FormattableString.Invariant($"{sent / Mega:N1} of {source.Length / Mega:N1} MB sent"), sent, source.Length))),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.sqlite3");
        message.Headers.Accept.ParseAdd(NodeRequest.NdJson);
        // A refused key is then heard before the file is sent.
        message.Headers.ExpectContinue = true;

        MigrationLine? last = null;
        await using var answer = await call.Node.OpenAsync(message, Silence, cancel);
        await foreach (var (raw, line) in NodeLines.ReadAsync(call.Node, answer, NodeJson.Default.MigrationLine, cancel))
        {
            if (call.Json) call.Shell.PrintLine(raw);
            if (line.Table is not null) show(new ProgressStep($"{line.Table}: {PostText.N(line.Rows ?? 0)} rows", 1, null));
            last = line;
        }

        return last switch
        {
            { Failed: not null } => last,
            { Table: null, Moved.Values: { Count: > 0 } counts } when counts.All(IsCount) => last,
            { Table: null } => throw call.Node.NotUnderstood(),
            _ => throw CommandEnded.Failed("the node gave the move up before its end; look whether its database is still empty"),
        };
    }

    private static bool IsCount(JsonElement rows) => rows.ValueKind == JsonValueKind.Number && rows.TryGetInt64(out _);
}
