using System.Collections.Concurrent;
using System.Diagnostics;

namespace ActorMail.CrashRig.Nodes;

/// <summary>
/// One life of a real node: the built program in a process of its own. Ends with its run, by its own id.
/// </summary>
internal sealed class NodeUnderTest : IAsyncDisposable
{
    private const int KeptLines = 40;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _talk = new();

    private NodeUnderTest(NodeHome home, string? failPoint)
    {
        var start = new ProcessStartInfo("dotnet", [home.Program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.Folder,
        };
        foreach (var (name, value) in home.Environment) start.Environment[name] = value;
        if (failPoint is not null) start.Environment["ACTORMAIL_FAILPOINT"] = failPoint;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Door = new NodeDoor(home.Url);
    }

    public NodeDoor Door { get; }

    public int Id => _process.Id;

    /// <summary>Its last lines.</summary>
    public string Talk => string.Join('\n', _talk);

    public static NodeUnderTest Launch(NodeHome home, string? failPoint = null) => new(home, failPoint);

    public async Task ReadyAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (!await Door.IsReadyAsync())
        {
            if (_process.HasExited || limit.IsCancellationRequested)
                throw new InvalidOperationException($"The node did not start:\n{Talk}");
            await Task.Delay(10);
        }
    }

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
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Door.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _talk.Enqueue(line);
        if (_talk.Count > KeptLines) _talk.TryDequeue(out _);
    }
}
