using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ActorMail.Delivery;
using ActorMail.DevInbox;
using ActorMail.Letters;
using ActorMail.Options;
using ActorMail.Outbound;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using ActorMail.Web;
using Akka.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorMail.Node.Tests.Http;

/// <summary>The door with everything real behind it, on a database of its own; only relay and press are doubles.</summary>
public class WebDoor : IAsyncLifetime
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "actormail-web-" + Guid.NewGuid().ToString("n"));
    private WebApplication? _app;
    private SqlDatabase? _database;

    public ScriptedRelay Relay { get; } = new();

    public ActorMailOptions Options { get; } = new();

    /// <summary>Trusts no destination unless a test says so.</summary>
    public OutboundCalls Outbound { get; init; } = new([], new Uri("http://localhost"), TimeProvider.System);

    public ILetterPress Press { get; init; } = new PlainPress();

    /// <summary>A socket instead of the test server, for what only a real connection does; read as the node reads it.</summary>
    public bool OnASocket { get; init; }

    public DevInboxServer? Inbox { get; init; }

    /// <summary>What this door has besides.</summary>
    public Action<IServiceCollection> More { get; init; } = _ => { };

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public SqlDatabase Database => _database!;

    public string Directory => _directory;

    public async Task InitializeAsync()
    {
        System.IO.Directory.CreateDirectory(_directory);
        Options.DataDirectory = _directory;
        _database = await SqliteDatabase.OpenAsync($"Data Source={_directory}/test.db", default);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        if (OnASocket)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0")
                .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.HearCallersOut()));
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        AddActorMail(builder.Services, _database);
        builder.Services.AddActorMailWeb();
        More(builder.Services);
        _app = builder.Build();
        _app.MapActorMail();
        _app.MapGet("/host", () => "the host's own");
        await _app.StartAsync();
        Client = NewClient();
    }

    /// <summary>A client that trusts nothing to be kept between requests.</summary>
    public HttpClient NewClient(string? key = null)
    {
        var client = OnASocket ? new HttpClient { BaseAddress = new Uri(_app!.Urls.Single()) } : _app!.GetTestClient();
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _database!.DisposeAsync();
        Outbound.Dispose();
        if (Inbox is not null) await Inbox.DisposeAsync();
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Client.PostAsJsonAsync(path, body);

    public Task<HttpResponseMessage> ImportAsync(string csv, string query = "") => ImportAsync(Encoding.UTF8.GetBytes(csv), query);

    public Task<HttpResponseMessage> ImportAsync(byte[] csv, string query = "")
    {
        var content = new ByteArrayContent(csv);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return Client.PostAsync("/api/subscribers/import" + query, content);
    }

    public async Task<string> PublishAsync(string subject = "Hello", string list = "default")
    {
        var answer = await PostAsync("/api/posts", new { subject, markdown = "# Hello", list });
        return (await JsonAsync(answer)).GetProperty("id").GetString()!;
    }

    /// <summary>Makes the reader a member of the list, and gives the token of the link in their letters.</summary>
    public async Task<string> UnsubscribeTokenAsync(string email, string list)
    {
        await PostAsync("/api/subscribers", new { email, lists = new[] { list } });
        var reader = await Database.Subscribers.ReadAsync(EmailAddress.Parse(email), default);
        var known = (await Database.Subscriptions.ListsAsync(default)).Single(known => known.Name == list);
        var tokens = Services.GetRequiredService<UnsubscribeTokens>();
        for (var epoch = 0; epoch < 3; epoch++)
        {
            if (await Database.Subscriptions.FindAsync(known.Id, reader!.Id, epoch, default) is not null)
                return tokens.Seal(known.Id, reader.Id, epoch);
        }

        throw new InvalidOperationException("The reader has no token.");
    }

    public async Task<JsonElement> GetAsync(string path) => await JsonAsync(await Client.GetAsync(path));

    public Task<JsonElement> ReachesAsync(string id, string status) => Eventually.BecomesAsync(
        () => GetAsync($"/api/posts/{id}"), post => post.GetProperty("status").GetString() == status, $"the post {status}",
        TimeSpan.FromSeconds(60));

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

    private void AddActorMail(IServiceCollection services, SqlDatabase database)
    {
        services.AddSingleton(Options);
        services.AddSingleton(database.Posts).AddSingleton(database.Subscribers).AddSingleton(database.Subscriptions);
        services.AddSingleton(database.Import).AddSingleton(database.Ledger).AddSingleton(database.Log);
        services.AddSingleton(database.Agenda).AddSingleton(database.Doubts).AddSingleton(database.Health);
        services.AddSingleton(database.Allowance);
        services.AddSingleton(database.Unsent);
        var keys = new InstanceKeys(InstanceKeys.NewSecret());
        services.AddSingleton(new UnsubscribeTokens(keys)).AddSingleton(new TriggerTokens(keys)).AddSingleton(new ConfirmTokens(keys));
        services.AddSingleton(new AddressMarks(keys)).AddSingleton(database.SignUps).AddSingleton(database.SignUpMails);
        services.AddSingleton<IConfirmationPress>(new PlainPress());
        services.AddSingleton(database.Digests).AddSingleton(database.DigestAgenda);
        services.AddSingleton(database.FeedWatch).AddSingleton(database.WebhookWatch).AddSingleton(Outbound.Articles).AddSingleton(Outbound.Webhooks);
        services.AddSingleton(Press).AddSingleton<IRelayConnector>(Relay);
        if (Inbox is not null) services.AddSingleton(Inbox);
        var relay = new RelaySettings { Name = "scripted", Host = "127.0.0.1", Port = 25, MaxConnections = 8 };
        services.AddActorMailEngine(new EngineSettings("node-1", [relay], 100, OnUncertain.Resend, RetrySchedule.Default));
        services.AddAkka("web-door", (akka, provider) => akka.WithActorMail(provider));
    }
}
