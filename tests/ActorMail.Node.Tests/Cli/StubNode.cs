using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ActorMail.Node.Tests.Cli;

/// <summary>A scripted node on a free loopback port: real HTTP, answers as the test wishes.</summary>
internal sealed class StubNode : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _script = new();

    private StubNode(WebApplication web) => _web = web;

    public string Url => _web.Urls.Single();

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public static async Task<StubNode> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var web = builder.Build();
        var node = new StubNode(web);
        web.Run(node.AnswerAsync);
        await web.StartAsync();
        return node;
    }

    /// <summary>Scripts one route, such as <c>GET /api/posts</c>; the body is left for the script to read.</summary>
    public StubNode On(string route, Func<HttpContext, Task> script)
    {
        _script[route] = script;
        return this;
    }

    public StubNode On(string route, int status, string body, string type = "application/json") => On(route, async context =>
    {
        await ReadBodyAsync(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
    });

    /// <summary>Reads the request to its end and keeps it.</summary>
    public async Task<string> ReadBodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue(new Asked(
            $"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget}",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body));
        return body;
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _web.StopAsync(limit.Token);
        await _web.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (_script.TryGetValue($"{context.Request.Method} {context.Request.Path}", out var script))
        {
            await script(context);
            return;
        }

        await ReadBodyAsync(context);
        context.Response.StatusCode = 404;
        context.Response.ContentType = "application/problem+json";
        await context.Response.WriteAsync("""{"title":"Not Found","status":404,"detail":"there is no such thing"}""");
    }
}

/// <summary>A request as the node saw it.</summary>
internal sealed record Asked(string Line, IReadOnlyDictionary<string, string> Headers, string Body);
