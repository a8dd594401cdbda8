using System.Collections.Concurrent;
using System.Net;
using ActorMail.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorMail.Node.Tests.Rig;

/// <summary>Other people's web server: a blog with a feed at /feed, and someone who is told webhooks at /hook.</summary>
internal sealed class BlogServer : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<string> _items = new();
    private int _looks;

    private BlogServer(WebApplication web) => _web = web;

    public Uri Url => new(_web.Urls.Single());

    public string Trusted => $"{Url.Host}:{Url.Port}";

    /// <summary>How often the feed was asked for.</summary>
    public int Looks => _looks;

    /// <summary>False answers 500.</summary>
    public bool TakesWebhooks { get; set; } = true;

    /// <summary>Every webhook that came, with a signature that was looked at.</summary>
    public ConcurrentQueue<(string Id, string Body)> Told { get; } = new();

    public static async Task<BlogServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        var server = new BlogServer(web);
        web.MapGet("/feed", server.Feed);
        web.MapPost("/hook", (Delegate)server.HookAsync);
        await web.StartAsync();
        return server;
    }

    public void Publish(string title) => _items.Enqueue(title);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private IResult Feed(HttpContext context)
    {
        Interlocked.Increment(ref _looks);
        var tag = $"\"{_items.Count}\"";
        if (context.Request.Headers.IfNoneMatch == tag) return Results.StatusCode(304);
        context.Response.Headers.ETag = tag;
        var items = _items.Select((title, at) =>
            $"<item><guid isPermaLink=\"false\">{at}</guid><title>{title}</title><link>{Url}{at}</link><description>&lt;p&gt;{title}&lt;/p&gt;</description></item>");
        return Results.Text($"<rss version=\"2.0\"><channel><title>b</title><link>{Url}</link>{string.Concat(items.Reverse())}</channel></rss>", "application/rss+xml");
    }

    private async Task<IResult> HookAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Assert.True(WebhookSecret.TryParse(Secret, out var secret, out _));
        var headers = context.Request.Headers;
        if (StandardWebhook.Fault([secret], headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body.ToArray(),
            TimeProvider.System.GetUtcNow()) is not null) return Results.Unauthorized();
        Told.Enqueue((headers["webhook-id"].ToString(), System.Text.Encoding.UTF8.GetString(body.ToArray())));
        return TakesWebhooks ? Results.NoContent() : Results.StatusCode(500);
    }
}
