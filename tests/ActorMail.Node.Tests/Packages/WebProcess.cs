using System.Diagnostics;
using System.Text;

namespace ActorMail.Node.Tests.Packages;

/// <summary>A built web application in a process of its own, as its developer runs it.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _talk = new();

    private WebProcess(Process process, Uri url)
    {
        (_process, Client) = (process, new HttpClient { BaseAddress = url });
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Client { get; }

    public Uri Url => Client.BaseAddress!;

    /// <summary>Starts it and waits until <paramref name="path"/> answers, whatever it answers.</summary>
    public static async Task<WebProcess> StartAsync(string program, string folder, string path, params string[] arguments)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var environment = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["ASPNETCORE_URLS"] = url.ToString() };
        var web = new WebProcess(Command.Start(folder, environment, ["dotnet", program, .. arguments]), url);
        try
        {
            await Eventually.TrueAsync(() => web.AnswersAsync(path), StartsWithin, () => web.ToString());
            return web;
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, as <c>systemctl stop</c> does; gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Signals.Terminate(_process.Id);
        using var limit = new CancellationTokenSource(StartsWithin);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>What it said.</summary>
    public override string ToString()
    {
        lock (_talk) return _talk.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Client.Dispose();
    }

    private async Task<bool> AnswersAsync(string path)
    {
        if (_process.HasExited) throw new InvalidOperationException($"It ended:\n{this}");
        try
        {
            using var answer = await Client.GetAsync(path);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_talk) _talk.AppendLine(line.Data);
    }
}
