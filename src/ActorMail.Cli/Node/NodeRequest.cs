using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ActorMail.Cli.Node;

/// <summary>One question to the node; it can be asked again because it holds no stream.</summary>
/// <param name="Path">From <see cref="NodePath.Of"/>.</param>
internal sealed record NodeRequest(HttpMethod Method, string Path)
{
    public const string NdJson = "application/x-ndjson";

    public byte[]? Json { get; init; }

    public string Accept { get; init; } = "application/json";

    public string? IdempotencyKey { get; init; }

    /// <summary>How long the answer may take, then how long a streamed answer may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>True when asking twice does no more than asking once.</summary>
    public bool Repeatable => Method == HttpMethod.Get || Method == HttpMethod.Put || IdempotencyKey is not null;

    public static NodeRequest Get(string path) => new(HttpMethod.Get, path);

    public static NodeRequest Post(string path) => new(HttpMethod.Post, path);

    public static NodeRequest Post<T>(string path, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Post, path) { Json = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    public static NodeRequest Patch<T>(string path, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Patch, path) { Json = JsonSerializer.SerializeToUtf8Bytes(body, type) };
    public static NodeRequest Put<T>(string path, T body, JsonTypeInfo<T> type) =>
        Post(path, body, type) with { Method = HttpMethod.Put };

    public static NodeRequest Delete(string path) => new(HttpMethod.Delete, path);

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Path);
        message.Headers.Accept.ParseAdd(Accept);
        if (IdempotencyKey is not null) message.Headers.TryAddWithoutValidation("Idempotency-Key", IdempotencyKey);
        if (Json is null) return message;
        message.Content = new ByteArrayContent(Json);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return message;
    }
}
