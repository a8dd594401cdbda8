using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Readers;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>
/// How long the caller of each trigger waits, publishing to a list of a hundred thousand. Every call opens a connection of its own,
/// as such callers do; the posts before it are being sent meanwhile.
/// </summary>
internal static class TriggerLatency
{
    private const int Warm = 30;
    private const int Readers = 100_000;
    private const int Calls = 50;
    private const int Processes = 10;
    private const string List = "many";
    private static readonly string Body = JsonSerializer.Serialize(
        new { list = List, subject = "Short news", markdown = "Hello {{ subscriber.name }}" });

    public static async Task<Measured> MeasureAsync(CancellationToken cancel)
    {
        var folder = BenchNode.NewFolder();
        await using var sink = await Sink.StartAsync(cancel);
        try
        {
            await using var node = await BenchNode.StartAsync(folder, sink.Port, cancel, ("Triggers:Image", "true"));
            await ReaderCsv.WriteAsync($"{folder}.csv", Readers);
            await node.ImportAsync($"{folder}.csv", List, cancel);
            var toNobody = Body.Replace(List, "default");
            for (var call = 0; call < Warm; call++) await CallAsync(node, "POST", "/api/posts", toNobody, cancel);
            return new Measured(
                "triggers", $"How long each trigger's caller waits, to a list of {Readers:N0}",
                await FiguresAsync(node, folder, cancel));
        }
        finally
        {
            File.Delete($"{folder}.csv");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> FiguresAsync(BenchNode node, string folder, CancellationToken cancel)
    {
        var fetched = await PrepareAsync(node, cancel);
        var shown = await PrepareAsync(node, cancel);
        List<Figure> figures = [];
        figures.AddRange(Of("POST /api/posts, until the answer", await TimesAsync(
            _ => CallAsync(node, "POST", "/api/posts", Body, cancel))));
        figures.AddRange(Of("POST /t/TOKEN (fetch, beacon), until the answer", await TimesAsync(
            call => CallAsync(node, "POST", fetched[call].AbsolutePath, "", cancel))));
        figures.AddRange(Of("GET /t/TOKEN.gif (image), until the answer", await TimesAsync(
            call => CallAsync(node, "GET", shown[call].AbsolutePath + ".gif", "", cancel))));
        figures.AddRange(Of("raw socket, until it is closed", await TimesAsync(
            _ => CallAsync(node, "POST", "/api/posts", Body, cancel, listen: false))));
        foreach (var (name, times) in await Callers.TimesAsync(node.Http.BaseAddress!, Body, folder, Calls, Processes, cancel))
            figures.AddRange(Of(name, times));
        return figures;
    }

    private static IEnumerable<Figure> Of(string name, IReadOnlyCollection<double> times) =>
    [
        new($"{name}: median", Percentiles.Median(times), "ms", Bound.Under(10)),
        new($"{name}: p99", Percentiles.At(times, 0.99), "ms"),
    ];

    private static async Task<List<double>> TimesAsync(Func<int, Task> work)
    {
        List<double> times = [];
        for (var call = 0; call < Calls; call++)
        {
            var since = Stopwatch.GetTimestamp();
            await work(call);
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<List<Uri>> PrepareAsync(BenchNode node, CancellationToken cancel)
    {
        List<Uri> triggers = [];
        for (var call = 0; call < Calls; call++)
        {
            using var draft = new StringContent(
                Body.Replace("{\"list\"", "{\"draft\":true,\"list\""), Encoding.UTF8, "application/json");
            using var stored = await node.Http.PostAsync("api/posts", draft, cancel);
            var id = (await stored.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("id").GetString();
            using var made = await node.Http.PostAsync($"api/posts/{id}/trigger", null, cancel);
            triggers.Add(new Uri((await made.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("url").GetString()!));
        }

        return triggers;
    }

    /// <param name="listen">False for a caller that hangs up without reading.</param>
    private static async Task CallAsync(
        BenchNode node, string method, string path, string body, CancellationToken cancel, bool listen = true)
    {
        var address = node.Http.BaseAddress!;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancel);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), cancel);
        if (!listen) return;
        var answer = new byte[64];
        var length = await socket.ReceiveAsync(answer, cancel);
        var status = Encoding.ASCII.GetString(answer, 0, length);
        if (!status.StartsWith("HTTP/1.1 20", StringComparison.Ordinal))
            throw new InvalidOperationException($"{method} {path}: {status}");
    }
}
