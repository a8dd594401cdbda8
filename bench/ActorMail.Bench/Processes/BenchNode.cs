using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Rig.Nodes;

namespace ActorMail.Bench.Processes;

/// <summary>A real node in a process of its own, on data of its own, and what the measures ask of it.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    /// <summary>The node's default.</summary>
    private const int Connections = 8;
    private readonly NodeProcess _node;

    private BenchNode(NodeProcess node) => _node = node;

    /// <summary>From the process's start to the first good answer of /readyz.</summary>
    public TimeSpan StartedIn => _node.StartedIn;

    public HttpClient Http => _node.Api.Http;

    public static string NewFolder() => NodeSetup.NewFolder();

    /// <param name="relayPort">Of this machine; null for the node's own DevInbox.</param>
    /// <param name="more">What the node is configured with besides.</param>
    public static async Task<BenchNode> StartAsync(
        string folder, int? relayPort, CancellationToken cancel, params (string Key, string Value)[] more)
    {
        var setup = new NodeSetup();
        if (relayPort is { } port) setup.SendingTo("127.0.0.1", port, Connections);
        foreach (var (key, value) in more) setup.Set(key, value);
        cancel.ThrowIfCancellationRequested();
        return new BenchNode(await NodeProcess.StartAsync(setup.Set("DataDirectory", folder)));
    }

    public Usage Usage() => Processes.Usage.Of(_node.Id) ?? throw new InvalidOperationException("The node has ended.");

    public async Task ImportAsync(string file, string list, CancellationToken cancel)
    {
        using var body = new StreamContent(File.OpenRead(file)) { Headers = { ContentType = new("text/csv") } };
        using var answer = await Http.PostAsync($"api/subscribers/import?list={list}", body, cancel);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync(cancel);
    }

    public async Task<string> PublishAsync(string list, string subject, string markdown, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return await _node.Api.PublishAsync(new { list, subject, markdown });
    }

    public async Task<JsonElement> ReadAsync(string post, CancellationToken cancel) =>
        await Http.GetFromJsonAsync<JsonElement>($"api/posts/{post}", cancel);

    /// <summary>
    /// Looks at the post again and again until it is finished; <paramref name="glance"/> sees every look.
    /// </summary>
    public async Task<JsonElement> FinishAsync(string post, Action<JsonElement>? glance, CancellationToken cancel)
    {
        while (true)
        {
            var seen = await ReadAsync(post, cancel);
            glance?.Invoke(seen);
            if (seen.GetProperty("status").GetString() is "sent" or "cancelled") return seen;
            await Task.Delay(100, cancel);
        }
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
