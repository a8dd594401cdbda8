using ActorMail.DevInbox;
using ActorMail.Posts;
using ActorMail.Subscribers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorMail.Node.Tests.Embedded;

/// <summary>As a Startup class does it: the endpoints are mapped after every hosted service has started.</summary>
public sealed class The_door_may_be_mapped_late : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "actormail-late-" + Guid.NewGuid().ToString("n"));

    [Fact]
    public async Task Letters_have_the_prefix_although_the_press_was_made_before_it_was_known()
    {
        using var host = Host(_ => { });
        await host.StartAsync();
        await PublishAsync(host.Services);
        Assert.StartsWith("https://blog.example.org/mail/u/", await LinkAsync(host, TimeSpan.FromSeconds(30)));
        await host.StopAsync();
    }

    [Fact]
    public async Task What_is_published_while_the_application_starts_waits_for_the_door()
    {
        using var host = Host(services => services.AddSingleton<IHostedService, Early>());
        await host.StartAsync();
        Assert.StartsWith("https://blog.example.org/mail/u/", await LinkAsync(host, TimeSpan.FromSeconds(30)));
        await host.StopAsync();
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private IHost Host(Action<IServiceCollection> more) => new HostBuilder()
        .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Critical))
        .ConfigureWebHost(web => web.UseTestServer()
            .ConfigureServices(services =>
            {
                services.AddRouting();
                services.AddActorMail(mail => mail
                    .UseSqlite($"Data Source={_folder}/mail.db").UseDevInbox().PublicUrl("https://blog.example.org"));
                more(services);
            })
            .Configure(app => app.UseRouting().UseEndpoints(map => map.MapActorMail(door => door.Prefix = "/mail"))))
        .Build();

    private static async Task PublishAsync(IServiceProvider services)
    {
        var mail = services.GetRequiredService<IActorMail>();
        await mail.Subscribers.AddAsync(EmailAddress.Parse("ann@example.org"));
        (await mail.PublishAsync(new NewPost { Subject = "Hello", Markdown = "m" })).OrThrow();
    }

    private static async Task<string> LinkAsync(IHost host, TimeSpan within)
    {
        var inbox = host.Services.GetRequiredService<DevInboxServer>();
        await inbox.WaitForAsync(1, within);
        return inbox.Newest(1)[0].Text!.Split().First(word => word.Contains("/u/"));
    }

    /// <summary>Publishes before the door is there, and gives the mail a moment in which it would go out.</summary>
    private sealed class Early(IServiceProvider services) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancel)
        {
            await PublishAsync(services);
            await Assert.ThrowsAnyAsync<Exception>(() => services.GetRequiredService<DevInboxServer>().WaitForAsync(1, TimeSpan.FromSeconds(2)));
        }

        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
    }
}
