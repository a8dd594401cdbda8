using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Node.Tests.Cli;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Triggers;

/// <summary>
/// What the tests of the triggers share: a node with two readers on its default list, its relay, and a folder with a post in which the
/// callers run. Beside them, on a node of its own, the original experiment takes its eleven seconds.
/// </summary>
[CollectionDefinition(Name)]
public sealed class TriggerGround : IAsyncLifetime, ICollectionFixture<TriggerGround>
{
    public const string Name = "triggers";
    public const int Readers = 2;
    private const string Key = "a-key-of-the-trigger-tests";
    private readonly string _folder = NodeSetup.NewFolder();
    private NodeSetup _setup = null!;
    private Recorder _relay = null!;
    private NodeProcess _node = null!;

    internal Task<OriginalExperiment.Course>? Experiment { get; private set; }

    internal NodeApi Api => _node.Api;

    internal string Spool => Path.Combine(_setup.DataDirectory, "spool");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        _relay = await Recorder.StartAsync();
        _setup = new NodeSetup { ApiKey = Key }.SendingTo("127.0.0.1", _relay.Port, connections: 2)
            .Set("ApiKeys:0:Key", Key).Set("ApiKeys:0:Role", "admin").Set("Triggers:Image", "true");
        _node = await NodeProcess.StartAsync(_setup);
        await Api.ImportReadersAsync(Readers);
        if (Tools.PhpCurlMissing() is null) Experiment = OriginalExperiment.RunAsync();
    }

    public async Task DisposeAsync()
    {
        if (Experiment is not null) await Experiment.ContinueWith(_ => { }, TaskScheduler.Default);
        await _node.DisposeAsync();
        await _relay.DisposeAsync();
        _setup.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The post.md of the snippets.</summary>
    internal void Write(string subject, string markdown = "The harbour is dry.", string list = "default") =>
        File.WriteAllText(Path.Combine(_folder, "post.md"), $"---\nsubject: {subject}\nlist: {list}\n---\n{markdown}\n");

    /// <summary>Runs a snippet as a script of the shell.</summary>
    internal Task<Typed> ShellAsync(string script) => RunAsync(Tools.Bash, "-c", script);

    /// <summary>Runs a snippet as a PHP program.</summary>
    internal Task<Typed> PhpAsync(string code)
    {
        var program = Path.Combine(_folder, $"{Guid.NewGuid():N}.php");
        File.WriteAllText(program, code);
        return RunAsync(Tools.Php, program);
    }

    private Task<Typed> RunAsync(string tool, params string[] args) => CallerProcess.RunAsync(_folder, _setup.Url, Key, tool, args);

    /// <summary>A draft's trigger, made as the page says.</summary>
    internal async Task<Uri> PrepareAsync(string subject)
    {
        Write(subject);
        var made = await ShellAsync(TriggersPage.Snippet(
            "prepare", ("2026-12-31 18:00", Recorder.Now.AddDays(1).ToString("yyyy-MM-ddTHH:mmzzz"))));
        Assert.True(made.Exit == 0, made.ToString());
        return new Uri(made.Out.Trim());
    }

    internal async Task<IReadOnlyList<PostSeen>> PostsAsync(string subject) =>
        [.. (await PostsAsync()).Where(post => post.Subject == subject)];

    /// <summary>How many posts have a subject that begins so.</summary>
    internal async Task<int> CountAsync(string subject) => (await PostsAsync()).Count(post => post.Subject.StartsWith(subject));

    private async Task<PostSeen[]> PostsAsync() =>
        (await Api.Http.GetFromJsonAsync<JsonElement>("api/posts?limit=1000"))
            .GetProperty("posts").Deserialize<PostSeen[]>(JsonSerializerOptions.Web)!;

    /// <summary>What the relay has got, by subject.</summary>
    internal IReadOnlyList<DevInbox.CapturedMail> Mails(string subject) =>
        [.. _relay.Server.Newest(1000).Where(mail => mail.Subject == subject)];

    /// <summary>
    /// Lets a caller publish, and asserts that one post came of it and one mail for each reader. A killed node is killed as soon as
    /// it has stored the post, with a relay that is away until it runs again: all of the sending is the restart's.
    /// </summary>
    internal async Task<string> GoesOutAsync(string subject, bool killed, Func<Task> publish)
    {
        var port = _relay.Port;
        if (killed) await _relay.DisposeAsync();
        await publish();
        await Eventually.TrueAsync(
            async () => (await PostsAsync(subject)).Any(post => post.Status is not "draft"), Scenario.Soon, () => _node.Tail);
        if (killed)
        {
            await _node.KillAsync();
            await RestartAsync(port);
        }

        var id = Assert.Single(await PostsAsync(subject)).Id;
        var sent = await Api.FinishedAsync(id, Scenario.Soon);
        Assert.Equal(("sent", Readers), (sent.Status, sent.Totals.Accepted));
        var mails = Mails(subject).SelectMany(mail => mail.Recipients).Order().ToList();
        Assert.Equal(Enumerable.Range(1, Readers).Select(NodeApi.Reader).Order(), mails);
        return id;
    }

    /// <summary>Whether the post is published within this time.</summary>
    internal async Task<bool> IsOutOfDraftAsync(string subject, TimeSpan within)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < within; await Task.Delay(50))
            if ((await PostsAsync(subject)).Any(post => post.Status is not "draft")) return true;
        return false;
    }

    /// <summary>As after the power was out.</summary>
    internal async Task KillAndRestartAsync()
    {
        await _node.KillAsync();
        await RestartAsync(null);
    }

    private async Task RestartAsync(int? relayPort)
    {
        await _node.DisposeAsync();
        if (relayPort is { } port) _relay = await Recorder.StartAsync(port: port);
        _node = await NodeProcess.StartAsync(_setup);
    }
}
