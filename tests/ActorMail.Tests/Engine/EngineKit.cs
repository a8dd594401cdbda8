using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Testing;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Tests.Engine;

/// <summary>The whole engine as the host starts it, over a real SQLite database in memory and a scripted relay.</summary>
internal sealed class EngineKit : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineKit(IHost host, SqlDatabase database, ScriptedRelay relay, PlainPress press) =>
        (_host, Database, Relay, Press) = (host, database, relay, press);

    public SqlDatabase Database { get; }

    public ScriptedRelay Relay { get; }

    public PlainPress Press { get; }

    public IActorMail Mail => _host.Services.GetRequiredService<IActorMail>();

    public IMailerWatch Watch => _host.Services.GetRequiredService<IMailerWatch>();

    public IServiceProvider Services => _host.Services;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    /// <param name="ledger">Wraps the ledger, for tests of a store that misbehaves.</param>
    public static async Task<EngineKit> StartAsync(
        int connections = 4,
        int sliceSize = 50,
        OnUncertain onUncertain = OnUncertain.Resend,
        SqlDatabase? database = null,
        ScriptedRelay? relay = null,
        Func<IDeliveryLedger, IDeliveryLedger>? ledger = null,
        RetrySchedule? retries = null,
        IStoreHealth? health = null,
        double? perSecond = null,
        bool logs = false)
    {
        database ??= await OpenAsync();
        relay ??= new ScriptedRelay();
        var press = new PlainPress();
        RelaySettings settings = new()
        {
            Name = "scripted", Host = "localhost", Port = 25, MaxConnections = connections, MessagesPerSecond = perSecond,
        };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(database.Posts);
        builder.Services.AddSingleton(database.Agenda);
        builder.Services.AddSingleton(ledger is null ? database.Ledger : ledger(database.Ledger));
        builder.Services.AddSingleton<IDeliveryLog>(database.Log);
        builder.Services.AddSingleton(database.Doubts);
        builder.Services.AddSingleton(database.Digests);
        builder.Services.AddSingleton(database.DigestAgenda);
        builder.Services.AddSingleton(database.Allowance);
        builder.Services.AddSingleton(database.Unsent);
        builder.Services.AddSingleton(health ?? database.Health);
        builder.Services.AddSingleton<ISubscriberStore>(database.Subscribers);
        builder.Services.AddSingleton<ILetterPress>(press);
        builder.Services.AddSingleton<IRelayConnector>(relay);
        builder.Services.AddActorMailEngine(new EngineSettings(
            "node-1", [settings], sliceSize, onUncertain, retries ?? RetrySchedule.Default));
        builder.Services.AddAkka("actormail", (akka, provider) => akka
            .AddHocon(logs ? Quick.Replace("akka.loglevel = OFF", "akka.loglevel = INFO, akka.loggers = []") : Quick, HoconAddMode.Prepend)
            .WithActorMail(provider));
        var host = builder.Build();
        await host.StartAsync();
        return new EngineKit(host, database, relay, press);
    }

    public static Task<SqlDatabase> OpenAsync() =>
        SqliteDatabase.OpenAsync($"Data Source=kit-{Guid.NewGuid():N};Mode=Memory;Cache=Shared", CancellationToken.None);

    /// <summary>Makes reader1@example.org … members of the list.</summary>
    public async Task AddReadersAsync(int count, string list = ListName.Default)
    {
        var none = new Dictionary<string, string>();
        await Database.Import.WriteAsync(
            [.. Enumerable.Range(1, count).Select(n => new ImportRow(EmailAddress.Parse($"reader{n}@example.org"), null, list, null, none))],
            CancellationToken.None);
    }

    public async Task<PostId> PublishAsync(string subject = "a subject")
    {
        var answer = await Mail.PublishAsync(new NewPost { Subject = subject, Markdown = "words" });
        return Assert.IsType<PostAnswer.Stored>(answer).Post.Id;
    }

    public Task<PostView> UntilAsync(PostId post, Func<PostView, bool> condition, string what) =>
        Eventually.BecomesAsync(async () => (await Mail.ReadAsync(post))!, condition, what, TimeSpan.FromSeconds(20));

    public Task<PostView> UntilSentAsync(PostId post) => UntilAsync(post, view => view.Post.Status == PostStatus.Sent, "sent");

    /// <summary>Stops the actors as SIGTERM does, keeping the database.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Database.DisposeAsync();
    }

    private const string Quick = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        actormail.mailer { min-backoff = 20ms, max-backoff = 200ms }
        actormail.dispatcher { poll-interval = 100ms, commit-retry-min = 10ms, commit-retry-max = 50ms, drain-waits-for-store = 500ms }
        actormail.keeper.interval = 100ms
        actormail.digests.interval = 50ms
        actormail.post.stop-waits = 300ms
        akka.coordinated-shutdown.phases.service-requests-done.timeout = 5s
        """;
}
