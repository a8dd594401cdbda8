using System.Diagnostics;

namespace ActorMail.Testing.Postgres;

/// <summary>
/// The server under a shell that holds on to a pipe from us: when this process ends, however it ends, the pipe closes, the
/// shell stops the server and removes its folder.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Watch = """
        "$@" </dev/null >>"$PGFOLDER/server.log" 2>&1 &
        server=$!
        if read -r signal; then
            kill -s "$signal" "$server"
            wait "$server"
        else
            kill -s QUIT "$server"
            wait "$server"
            rm -rf "$PGFOLDER"
        fi
        """;

    private readonly Process _shell;

    public ServerProcess(string folder, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, WorkingDirectory = folder };
        start.Environment["PGFOLDER"] = folder;
        foreach (var argument in new[] { "-c", Watch, "watch" }.Concat(command)) start.ArgumentList.Add(argument);
        _shell = Process.Start(start) ?? throw new InvalidOperationException("No shell could be started.");
    }

    /// <summary>Sends the server a signal that ends it (INT: in order, QUIT: at once) and waits until it has ended.</summary>
    public async Task EndAsync(string signal)
    {
        await _shell.StandardInput.WriteLineAsync(signal);
        await _shell.StandardInput.FlushAsync();
        await _shell.WaitForExitAsync();
    }

    /// <summary>Ends the server at once and removes its folder.</summary>
    public async Task EndForGoodAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
    }

    public void Dispose() => _shell.Dispose();

    /// <summary>The command as a user the server agrees to run as: it refuses to be root.</summary>
    public static IEnumerable<string> AsServerUser(params IEnumerable<string> command) => Environment.UserName == "root"
        ? ["setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--", .. command]
        : command;

    /// <summary>Gives the folder to that user.</summary>
    public static Task OwnAsync(string folder) =>
        Environment.UserName == "root" ? RunAsync(["chown", $"{User}:{Group}", folder]) : Task.CompletedTask;

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static async Task RunAsync(IEnumerable<string> command)
    {
        var (program, arguments) = (command.First(), command.Skip(1));
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {await said}{errors}");
    }

    private static string User => Users.Contains("postgres") ? "postgres" : "nobody";

    private static string Group => Users.Contains("postgres") ? "postgres" : "nogroup";

    private static HashSet<string> Users { get; } =
        [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0])];
}
