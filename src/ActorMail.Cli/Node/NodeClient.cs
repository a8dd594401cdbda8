using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActorMail.Cli.CommandLine;

namespace ActorMail.Cli.Node;

/// <summary>Asks a node over HTTP; every failure of the wire or refusal of the node becomes a <see cref="CommandEnded"/>.</summary>
internal sealed class NodeClient : IDisposable
{
    private const int MaxAnswer = 64 * 1024 * 1024;
    private readonly NodeAddress _address;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public NodeClient(NodeAddress address, TimeProvider time)
    {
        _address = address;
        _time = time;
        // No redirects: a POST would arrive as a GET. No proxy on the own machine, whatever the environment says.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !address.Base.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            Expect100ContinueTimeout = TimeSpan.FromSeconds(2),
            AutomaticDecompression = DecompressionMethods.All,
        })
        {
            BaseAddress = address.Base,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswer,
        };
        _http.DefaultRequestHeaders.Authorization = address.Right;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("actormail-cli");
    }

    /// <summary>The answer as it came and as it is understood.</summary>
    public async Task<(byte[] Raw, T Value)> AskAsync<T>(NodeRequest request, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        var raw = await DoAsync(request, cancel);
        try
        {
            return (raw, JsonSerializer.Deserialize(raw, type) ?? throw NotUnderstood());
        }
        catch (JsonException)
        {
            throw NotUnderstood();
        }
    }

    /// <summary>The answer's bytes, whatever they say.</summary>
    public async Task<byte[]> DoAsync(NodeRequest request, CancellationToken cancel)
    {
        try
        {
            return await OnceAsync();
        }
        catch (CommandEnded ended) when (ended.ExitCode == ExitCode.Unreachable && request.Repeatable)
        {
            return await OnceAsync();
        }

        async Task<byte[]> OnceAsync()
        {
            await using var answer = await OpenAsync(request.ToMessage(), request.Patience, cancel);
            using var bytes = new MemoryStream();
            await answer.CopyToAsync(bytes, cancel);
            return bytes.ToArray();
        }
    }

    /// <summary>The answer as a stream, read as it comes; it ends the command when the connection breaks or falls silent.</summary>
    public Task<NodeStream> OpenAsync(NodeRequest request, CancellationToken cancel) =>
        OpenAsync(request.ToMessage(), request.Patience, cancel);

    /// <inheritdoc cref="OpenAsync(NodeRequest, CancellationToken)"/>
    public async Task<NodeStream> OpenAsync(HttpRequestMessage message, TimeSpan patience, CancellationToken cancel)
    {
        using (message)
        using (var limit = new CancellationTokenSource(message.Content is StreamedFile ? Timeout.InfiniteTimeSpan : patience, _time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token))
        {
            var response = await OnTheWire.RunAsync(
                _address.Shown,
                patience,
                () => _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token),
                cancel);
            var stream = new NodeStream(
                response, await response.Content.ReadAsStreamAsync(cancel), _address.Shown, patience, _time);
            if (response.IsSuccessStatusCode) return stream;
            await using (stream) throw await Problem.ReadAsync(response, stream, cancel);
        }
    }

    public CommandEnded NotUnderstood() =>
        CommandEnded.Failed($"the answer of {_address.Shown} is not understood: is it an ActorMail node of this version?");

    public void Dispose() => _http.Dispose();
}
