using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace ActorMail.Bench.Processes;

/// <summary>A real node in a process of its own, on data of its own.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private BenchNode(Process process, HttpClient http, TimeSpan startedIn) =>
        (_process, _http, StartedIn) = (process, http, startedIn);

    /// <summary>From the process's start to the first good answer of /readyz.</summary>
    public TimeSpan StartedIn { get; }

    public HttpClient Http => _http;

    public static string NewFolder() =>
        Path.Combine(Path.GetTempPath(), "actormail-bench", Guid.NewGuid().ToString("N"));

    /// <param name="relayPort">Of this machine; null for the node's own DevInbox.</param>
    public static async Task<BenchNode> StartAsync(string folder, int? relayPort, CancellationToken cancel)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.Combine(mine.Parent!.Parent!.FullName, "ActorMail.Node", mine.Name, "ActorMail.Node.dll");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = url;
        start.Environment["ActorMail__DataDirectory"] = folder;
        if (relayPort is { } port)
        {
            start.Environment["ActorMail__From"] = "News <news@example.org>";
            start.Environment["ActorMail__PublicUrl"] = url;
            start.Environment["ActorMail__Relays__0__Host"] = "127.0.0.1";
            start.Environment["ActorMail__Relays__0__Port"] = port.ToString(CultureInfo.InvariantCulture);
            start.Environment["ActorMail__Relays__0__Security"] = "none";
        }

        var since = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) Console.Error.WriteLine(line.Data);
        };
        process.BeginErrorReadLine();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(2) };
        while (!await IsReadyAsync(http, cancel))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(since) > TimeSpan.FromMinutes(1))
                throw new InvalidOperationException("The node did not start.");
            await Task.Delay(5, cancel);
        }

        return new BenchNode(process, http, Stopwatch.GetElapsedTime(since));
    }

    /// <summary>Resident memory in MiB.</summary>
    public double Memory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    public async Task ImportAsync(string file, string list, CancellationToken cancel)
    {
        using var body = new StreamContent(File.OpenRead(file)) { Headers = { ContentType = new("text/csv") } };
        using var answer = await _http.PostAsync($"api/subscribers/import?list={list}", body, cancel);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync(cancel);
    }

    public async Task<string> PublishAsync(string list, string subject, string markdown, CancellationToken cancel)
    {
        using var answer = await _http.PostAsJsonAsync("api/posts", new { list, subject, markdown }, cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> ReadAsync(string post, CancellationToken cancel) =>
        await _http.GetFromJsonAsync<JsonElement>($"api/posts/{post}", cancel);

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

    /// <summary>
    /// A port nobody listens on now, below those the system gives to outgoing connections: with thousands of those a port
    /// the system chose is soon taken again.
    /// </summary>
    public static int FreePort()
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        throw new InvalidOperationException("There is no free port.");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync("readyz", cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
