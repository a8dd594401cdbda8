using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorMail.Node.Tests.Rig;

/// <summary>
/// A node as users run it: the built program in a process of its own. Ends with its test, by its own id.
/// </summary>
internal sealed partial class NodeProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private NodeProcess(NodeSetup setup)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Any folder must do, and nothing may be written to it.
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Program);
        foreach (var argument in setup.Arguments) start.ArgumentList.Add(argument);
        start.Environment["ActorMail__DataDirectory"] = setup.DataDirectory;
        foreach (var (name, value) in setup.Environment) start.Environment[name] = value;

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Api = new NodeApi(setup.Url);
    }

    public NodeApi Api { get; }

    public int Id => _process.Id;

    public IReadOnlyList<string> Output => [.. _output];

    public IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>The node's own build output, beside that of the tests.</summary>
    private static string Program
    {
        get
        {
            var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            return Path.Combine(mine.Parent!.Parent!.FullName, "ActorMail.Node", mine.Name, "ActorMail.Node.dll");
        }
    }

    /// <summary>Starts a node and waits until it is ready.</summary>
    public static async Task<NodeProcess> StartAsync(NodeSetup setup)
    {
        var node = Launch(setup);
        try
        {
            await Eventually.TrueAsync(
                async () => node._process.HasExited
                    ? throw new InvalidOperationException($"The node ended:\n{node.Talk}")
                    : await node.Api.IsReadyAsync(),
                ReadyWithin, () => node.Talk);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node that may refuse to run.</summary>
    public static NodeProcess Launch(NodeSetup setup) => new(setup);

    /// <summary>Everything it said, for the message of a failed test.</summary>
    public string Talk => string.Join('\n', Output.Concat(Errors));

    /// <summary>As the power going out: nothing of the node runs any more when it returns.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>As <c>systemctl stop</c>: asks it to end and gives its exit code.</summary>
    public Task<int> TerminateAsync(TimeSpan within)
    {
        if (Signal(_process.Id, Sigterm) != 0) throw new InvalidOperationException("The node cannot be signalled.");
        return ExitCodeAsync(within);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The node did not end within {within}:\n{Talk}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        Api.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
