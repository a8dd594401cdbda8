using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorMail.Adapters.Tests.Outbound;

/// <summary>Somebody else's web server on a port of this machine: real HTTP, answers as the test wishes.</summary>
internal sealed class BlogServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private BlogServer(WebApplication web) => _web = web;

    public Uri Url => new(_web.Urls.Single());

    /// <summary>As <c>Outbound:Trusted</c> has it.</summary>
    public string Trusted => $"{Url.Host}:{Url.Port}";

    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    public ConcurrentQueue<(string Line, Dictionary<string, string> Headers, byte[] Body)> Asked { get; } = new();

    public static async Task<BlogServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        var server = new BlogServer(web);
        web.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            server.Asked.Enqueue((
                $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()));
            await server.Answer(context);
        });
        await web.StartAsync();
        return server;
    }

    public void Say(int status, string body = "", params (string Name, string Value)[] headers) => Answer = context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return status == 304 ? Task.CompletedTask : context.Response.WriteAsync(body);
    };

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
