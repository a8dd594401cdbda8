using ActorMail.CrashRig.Links;
using ActorMail.Rig.Nodes;
using ActorMail.Rig.Receiver;

namespace ActorMail.CrashRig.Runs;

/// <summary>
/// One run: a node publishes a post, is struck and started again as often as the plan says, and then left in peace
/// until the post is sent. What the receiver got is compared with what the node says.
/// </summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(120);
    private readonly CrashPlan _plan;
    private readonly string _folder = NodeSetup.NewFolder();
    private readonly RecordingServer _receiver;
    private readonly FaultyLink? _link;
    private readonly NodeSetup _setup;
    private readonly string _database;
    private readonly Evidence _evidence = new();
    private bool _imported;
    private string? _post;

    private CrashRun(CrashPlan plan, string program)
    {
        _plan = plan;
        Directory.CreateDirectory(_folder);
        _receiver = new RecordingServer(Path.Combine(_folder, "receiver.tsv"), plan.MailTakes) { Pipelining = plan.Pipelining };
        _link = plan.Link.Count > 0 ? new FaultyLink(_receiver.Port, plan.Link) : null;
        _database = Path.Combine(_folder, "node.db");
        _setup = new NodeSetup { Program = program }
            .SendingTo("127.0.0.1", _link?.Port ?? _receiver.Port, plan.Connections)
            .Set("Database:ConnectionString", $"Data Source={_database}")
            .Set("Delivery:SliceSize", $"{plan.SliceSize}")
            .Set("Delivery:OnUncertain", plan.OnUncertain);
    }

    /// <param name="program">Another node than the one built beside this.</param>
    public static async Task<RunReport> RunAsync(CrashPlan plan, string? program = null)
    {
        await using var run = new CrashRun(plan, program ?? NodeSetup.BuiltProgram);
        return await run.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_link is not null) await _link.DisposeAsync();
        await _receiver.DisposeAsync();
        _setup.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<RunReport> RunAsync()
    {
        for (var life = 0; life < _plan.Strikes.Count; life++)
        {
            if (!await StruckAsync(life, _plan.Strikes[life])) break;
        }

        await LastLifeAsync();
        _evidence.LinkFaults = _link?.Struck ?? 0;
        return new Oracle(_plan, _evidence).Judge();
    }

    /// <summary>One life up to its end; false when the end did not come.</summary>
    private async Task<bool> StruckAsync(int life, Strike strike)
    {
        _receiver.BeginLife(life);
        var failPoint = strike is Strike.KillInside inside ? $"{inside.Point}:{inside.Nth}" : null;
        await using var node = NodeProcess.Launch(_setup, failPoint);
        _receiver.Arm(strike switch
        {
            Strike.KillAfter after => new Trap(null, after.Moments, () => Signals.Kill(node.Id)),
            Strike.KillAt at => new Trap(at.Moment, at.Nth, () => Signals.Kill(node.Id)),
            Strike.TerminateAfter after => new Trap(null, after.Moments, () => Signals.Terminate(node.Id), kills: false),
            _ => null,
        });
        await TryBeginAsync(node);
        var code = await node.EndedAsync(_plan.Patience);
        _receiver.Arm(null);
        if (code is null)
        {
            _evidence.Faults.Add($"Life {life} did not end by {strike}:\n{node.Talk}");
            return false;
        }

        if (!strike.IsKill() && code != 0) _evidence.Faults.Add($"Life {life} ended with {code} on SIGTERM:\n{node.Talk}");
        await _receiver.QuietAsync(StartsWithin);
        _evidence.LeftOpen.Add(NodeBooks.LeftOpen(_database));
        return true;
    }

    private async Task LastLifeAsync()
    {
        _receiver.BeginLife(_plan.Strikes.Count);
        await using var node = NodeProcess.Launch(_setup);
        var freeze = _plan.FreezeAfter is { } moments ? new Trap(null, moments, () => Signals.Stop(node.Id), kills: false) : null;
        _receiver.Arm(freeze);
        await BeginAsync(node);
        await node.ReadyAsync(StartsWithin);
        if (freeze is not null)
        {
            await freeze.Sprung.WaitAsync(_plan.Patience);
            _receiver.Arm(null);
            await using var takeOver = await TakeOver.BeginAsync(_database, _plan, node);
            _evidence.BegunAfterTakeOver = await takeOver.ThawAsync(node, _receiver);
        }

        _evidence.Post = await node.Api.LastSeenAsync(_post!, _plan.Patience);
        _evidence.Received = _receiver.Ledger.Read();
        _evidence.Uncertain = NodeBooks.Uncertain(_database);
        _evidence.StillOpen = NodeBooks.StillOpen(_database);
        _evidence.NamedUncertain = await node.Api.NamesAsync(_post!, "uncertain");
        _evidence.NamedAccepted = await node.Api.NamesAsync(_post!, "accepted");
        foreach (var reader in _evidence.Copied)
            _evidence.Told[reader.Key] = await node.Api.StepsAsync(_post!, reader.Key);
    }

    /// <summary>The readers and the post, unless they are there.</summary>
    private async Task BeginAsync(NodeProcess node)
    {
        if (_post is not null) return;
        await node.ReadyAsync(StartsWithin);
        if (!_imported) await node.Api.ImportReadersAsync(_plan.Readers);
        _imported = true;
        _post = await node.Api.PublishAsync(idempotencyKey: "the-post-of-the-run");
    }

    /// <summary>
    /// A node struck before its answer to the publish came is asked again in its next life, under the same key.
    /// </summary>
    private async Task TryBeginAsync(NodeProcess node)
    {
        try
        {
            await BeginAsync(node);
        }
        catch (Exception died) when (died is HttpRequestException { StatusCode: null } or InvalidOperationException or TimeoutException)
        {
            // Whether it died is seen by who waits for its end.
        }
    }
}
