using System.Net;
using System.Text.Json;
using ActorMail.Node.Tests.Cli;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.StoreFaults;

/// <summary>
/// A post under way when its store begins to fail: what has to be true while it does, and after.
/// </summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private const int Readers = 400;
    private const int Connections = 4;
    private readonly NodeSetup _setup;
    private readonly Recorder _relay;
    private NodeProcess _node;
    private IDisposable? _place;
    private string _post = "";

    private FaultRun(NodeSetup setup, Recorder relay, NodeProcess node) => (_setup, _relay, _node) = (setup, relay, node);

    public NodeProcess Node => _node;

    /// <summary>From when on nothing was on the wire any more.</summary>
    public DateTimeOffset Quiet { get; private set; }

    public static string DatabaseOf(NodeSetup setup) => Path.Combine(setup.DataDirectory, "actormail.db");

    /// <summary>Readers are imported by an earlier run of the node, so that its log starts anew with the post.</summary>
    /// <param name="place">Makes the place of the data, where it has to be a special one; disposed of with the run.</param>
    public static async Task<FaultRun> BeginAsync(Action<NodeSetup>? prepare = null, Func<NodeSetup, IDisposable>? place = null)
    {
        var relay = await Recorder.StartAsync(TimeSpan.FromMilliseconds(20));
        var setup = NodeSetup.ToRelay(relay.Port, Connections);
        // Others' locks are waited for one second instead of five, to find out sooner.
        setup.Set("Database:ConnectionString", $"Data Source={DatabaseOf(setup)};Default Timeout=1");
        prepare?.Invoke(setup);
        var special = place?.Invoke(setup);
        await using (var first = await NodeProcess.StartAsync(setup))
        {
            await first.Api.ImportReadersAsync(Readers);
            Assert.Equal(0, await first.TerminateAsync(Scenario.Soon));
        }

        var run = new FaultRun(setup, relay, await NodeProcess.StartAsync(setup)) { _place = special };
        run._post = await run.Node.Api.PublishAsync();
        await relay.ReceivedAsync(40);
        return run;
    }

    /// <summary>Call it once the fault is there.</summary>
    public async Task AssertItShowsAndNothingStartsAsync(string why)
    {
        await Eventually.TrueAsync(async () => (await ReadinessAsync()).Status == HttpStatusCode.ServiceUnavailable,
            Scenario.Soon, () => _node.Talk);
        await Eventually.TrueAsync(() => _relay.OnTheWire == 0, Scenario.Soon, () => "still sending");
        Quiet = Recorder.Now;
        var begun = _relay.Begun.Count();
        Assert.True(begun < Readers, "The run was over before the fault.");
        Assert.Contains(why, (await ReadinessAsync()).Reason);

        for (var tries = 0; tries < 3; tries++) await AssertPublishIsRefusedAsync(why);
        var typed = await Typed.RunAsync(_setup.Url.ToString(), "---\nsubject: Late\n---\nHi", "publish", "-");
        Assert.Equal(1, typed.Exit);
        Assert.Contains(why, typed.Error);
        // What can be read still is: what was stored before the fault.
        Assert.InRange((await _node.Api.ReadAsync(_post)).Totals.Accepted, 1, begun);
        Assert.Equal(begun, _relay.Begun.Count());
    }

    /// <summary>Call it once the fault has ended: nobody has to do anything.</summary>
    public async Task AssertAllGoesOnAsync(DateTimeOffset ended)
    {
        var seen = await _node.Api.FinishedAsync(_post, Scenario.Soon);
        Assert.Equal(new TotalsSeen(Readers, Readers, 0, 0, 0, 0, 0, 0), seen.Totals);
        _relay.AssertOneMailForEach(Readers);
        Assert.DoesNotContain(_relay.Begun, line => line.At > Quiet && line.At < ended);
        await Eventually.TrueAsync(_node.Api.IsReadyAsync, Scenario.Soon, () => _node.Talk);
        await _node.Api.FinishedAsync(await _node.Api.PublishAsync(), Scenario.Soon);
        Assert.Single(_node.Output, line => line.Contains("nothing new starts"));
    }

    public async Task AssertPublishIsRefusedAsync(string why)
    {
        using var refused = await _node.Api.TryPublishAsync(new { subject = "Late", markdown = "Hi" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains(why, await refused.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Reason)> ReadinessAsync()
    {
        using var answer = await _node.Api.Http.GetAsync("readyz");
        var reasons = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("reasons");
        return (answer.StatusCode, reasons.TryGetProperty("sending", out var why) ? why.GetString()! : "");
    }

    /// <summary>Starts the node again on the same data and waits for the end of the post.</summary>
    public async Task<PostSeen> RestartAndFinishAsync()
    {
        await _node.DisposeAsync();
        _node = await NodeProcess.StartAsync(_setup);
        return await _node.Api.FinishedAsync(_post, Scenario.Soon);
    }

    /// <summary>Copies of mails, which only readers in doubt may get.</summary>
    public int Copies => _relay.MailsByReader().Sum(reader => reader.Count() - 1);

    public int Reached => _relay.MailsByReader().Count;

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _relay.DisposeAsync();
        _place?.Dispose();
        _setup.Dispose();
    }
}
