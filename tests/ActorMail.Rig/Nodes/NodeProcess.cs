using System.Collections.Concurrent;
using System.Diagnostics;

namespace ActorMail.Rig.Nodes;

/// <summary>
/// A node as users run it: the built program in a process of its own. Ends with its run, by its own id.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private const int TailLines = 40;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly long _since = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private NodeProcess(NodeSetup setup, string? failPoint)
    {
        string[] command = [.. setup.Through, "dotnet", setup.Program, .. setup.Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Any folder must do, and nothing may be written to it.
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in setup.Environment) start.Environment[name] = value;
        if (failPoint is not null) start.Environment["ACTORMAIL_FAILPOINT"] = failPoint;

        _process = Nursery.Start(start);
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Api = new NodeApi(setup.Url, setup.ApiKey);
    }

    public NodeApi Api { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>From its start until it was seen ready.</summary>
    public TimeSpan StartedIn { get; private set; }

    public IReadOnlyList<string> Output => [.. _output];

    public IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>Everything it said, for the message of a failed test.</summary>
    public string Talk => string.Join('\n', Output.Concat(Errors));

    /// <summary>Its last lines.</summary>
    public string Tail => string.Join('\n', Output.TakeLast(TailLines).Concat(Errors.TakeLast(TailLines)));

    /// <summary>Starts a node and waits until it is ready.</summary>
    public static async Task<NodeProcess> StartAsync(NodeSetup setup)
    {
        var node = Launch(setup);
        try
        {
            await node.ReadyAsync(StartsWithin);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node that may refuse to run.</summary>
    /// <param name="failPoint">Where it kills itself, as <c>point:n</c>; null for nowhere.</param>
    public static NodeProcess Launch(NodeSetup setup, string? failPoint = null) => new(setup, failPoint);

    public async Task ReadyAsync(TimeSpan within)
    {
        var asked = Stopwatch.GetTimestamp();
        while (!await Api.IsReadyAsync())
        {
            if (HasEnded) throw new InvalidOperationException($"The node ended:\n{Talk}");
            if (Stopwatch.GetElapsedTime(asked) > within) throw new TimeoutException($"Not ready within {within}:\n{Tail}");
            await Task.Delay(Glance);
        }

        StartedIn = Stopwatch.GetElapsedTime(_since);
    }

    /// <summary>As the power going out: nothing of the node runs any more when it returns.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>As a paused virtual machine or a long stop of the world.</summary>
    public void Freeze() => Signals.Stop(Id);

    public void Thaw() => Signals.Continue(Id);

    /// <summary>As <c>systemctl stop</c>: asks it to end and gives its exit code.</summary>
    public Task<int> TerminateAsync(TimeSpan within)
    {
        Signals.Terminate(Id);
        return ExitCodeAsync(within);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan within) =>
        await EndedAsync(within) ?? throw new TimeoutException($"The node did not end within {within}:\n{Talk}");

    /// <summary>Its exit code, or null when it still runs after <paramref name="within"/>.</summary>
    public async Task<int?> EndedAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasEnded) await KillAsync();
        _process.Dispose();
        Api.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
