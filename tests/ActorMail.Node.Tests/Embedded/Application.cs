using ActorMail.DevInbox;
using ActorMail.Posts;
using ActorMail.Subscribers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorMail.Node.Tests.Embedded;

/// <summary>A small web application with ActorMail in it, on a database of its own, caught by an inbox of its own.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private Application(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public IServiceProvider Services => _app.Services;

    public IActorMail Mail => Services.GetRequiredService<IActorMail>();

    public DevInboxServer Inbox => Services.GetRequiredService<DevInboxServer>();

    public HttpClient Client => _app.GetTestClient();

    public static async Task<Application> StartAsync(
        Action<ActorMailBuilder>? mail = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        string environment = "Development")
    {
        var folder = Path.Combine(Path.GetTempPath(), "actormail-app-" + Guid.NewGuid().ToString("n"));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddActorMail(options =>
        {
            options.UseSqlite($"Data Source={folder}/mail.db").UseDevInbox();
            mail?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var application = new Application(app, folder);
        try
        {
            map?.Invoke(app);
            await app.StartAsync();
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    public async Task AddReadersAsync(params string[] emails)
    {
        foreach (var email in emails)
            Assert.IsType<SubscriberAnswer.Stored>(await Mail.Subscribers.AddAsync(EmailAddress.Parse(email)));
    }

    /// <summary>The post when every reader has an outcome.</summary>
    public async Task<PostView> SentAsync(NewPost post)
    {
        var stored = (await Mail.PublishAsync(post)).OrThrow();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var last = await Mail.WatchAsync(stored.Id, patience.Token).LastAsync(patience.Token);
        Assert.Equal(PostStatus.Sent, last.Post.Status);
        return last;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
