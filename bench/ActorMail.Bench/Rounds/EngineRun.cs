using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Smtp.Letters;
using ActorMail.Smtp.Wire;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Bench.Rounds;

/// <summary>The engine as a host runs it, sending one post to a sink, with or without a store behind the rounds.</summary>
internal static class EngineRun
{
    public const string Books = "books";
    public const string Bookless = "bookless";

    /// <summary>Readers of one provider alone would be held to the connections one provider is given.</summary>
    private const int Providers = 40;

    /// <summary>A run that is over has nothing open: its end must not wait as a node's may, nor for the process's own hook.</summary>
    private const string Ending = """
        akka.loglevel = WARNING
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.coordinated-shutdown.phases.service-requests-done.timeout = 10s
        """;

    private static readonly EmailAddress From = EmailAddress.Parse("news@example.org");
    private static readonly Dictionary<string, string> NoAttributes = [];

    /// <summary>Sends as many letters unmeasured first, so that both ways are compiled alike, and prints what the rest cost.</summary>
    public static async Task<int> RunAsync(string books, int port, int connections, int letters, string markdown)
    {
        var folder = Directory.CreateTempSubdirectory("actormail-rounds-").FullName;
        try
        {
            await using var database = await SqliteDatabase.OpenAsync(
                $"Data Source={Path.Combine(folder, "mail.db")}", CancellationToken.None);
            var (post, readers) = await PublishAsync(database, 2 * letters, markdown);
            IDeliveryLedger ledger = books == Books ? database.Ledger : new BooklessLedger(post, readers);
            var timed = new TimedLedger(ledger, letters, letters);
            using var host = Build(database, timed, Relay(port, connections));
            await host.StartAsync();
            Console.WriteLine(await timed.Cost.WaitAsync(TimeSpan.FromMinutes(2)));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await host.StopAsync(limit.Token);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(PostId Post, IReadOnlyList<Recipient> Readers)> PublishAsync(
        SqlDatabase database, int readers, string markdown)
    {
        var addresses = Enumerable.Range(1, readers).Select(n => EmailAddress.Parse($"reader-{n}@provider-{n % Providers}.example")).ToArray();
        foreach (var part in addresses.Chunk(500))
        {
            await database.Import.WriteAsync(
                [.. part.Select(email => new ImportRow(email, "Reader", ListName.Default, null, NoAttributes))],
                CancellationToken.None);
        }

        var now = TimeProvider.System.GetUtcNow();
        var post = new Post
        {
            Id = new PostId(1), List = ListName.Default, Status = PostStatus.Sending,
            Content = new PostContent("News", await File.ReadAllTextAsync(markdown)), CreatedAt = now, PublishedAt = now,
        };
        await database.Posts.InsertAsync(post, CancellationToken.None);
        return (post.Id,
            [.. addresses.Select((email, n) => new Recipient(new SubscriberId(n + 1), email, "Reader", NoAttributes, 0))]);
    }

    private static IHost Build(SqlDatabase database, IDeliveryLedger ledger, RelaySettings relay)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services
            .AddSingleton(database.Posts).AddSingleton(database.Agenda).AddSingleton(database.Log)
            .AddSingleton(database.Doubts).AddSingleton(database.Subscribers).AddSingleton(database.Health)
            .AddSingleton(database.Allowance).AddSingleton(database.Unsent).AddSingleton(ledger)
            .AddSingleton<ILetterPress>(new LetterPress(
                new SenderSettings("News", From, new Uri("https://news.example.org")), new InstanceKeys(new byte[32])))
            .AddSingleton<IRelayConnector>(new MailKitConnector(From.Domain))
            .AddActorMailEngine(new EngineSettings("bench", [relay], 500, OnUncertain.Resend, RetrySchedule.Default))
            .AddAkka("actormail", (akka, provider) => akka.AddHocon(Ending, HoconAddMode.Prepend).WithActorMail(provider));
        return builder.Build();
    }

    private static RelaySettings Relay(int port, int connections) => new()
    {
        Name = "sink", Host = "127.0.0.1", Port = port, Security = RelaySecurity.None, MaxConnections = connections,
    };
}
