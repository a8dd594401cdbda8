using System.Diagnostics;
using System.Globalization;
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
    private const int Connections = 8;
    private static readonly EmailAddress From = EmailAddress.Parse("news@example.org");

    /// <summary>Prints the seconds it took.</summary>
    public static async Task<int> RunAsync(bool books, int port, int readers, string markdown)
    {
        var folder = Directory.CreateTempSubdirectory("actormail-round-").FullName;
        await using var database = await SqliteDatabase.OpenAsync(
            $"Data Source={Path.Combine(folder, "mail.db")}", CancellationToken.None);
        try
        {
            Console.Write((await TakeAsync(database, books, port, readers, await File.ReadAllTextAsync(markdown)))
                .ToString("R", CultureInfo.InvariantCulture));
            return 0;
        }
        finally
        {
            await database.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> TakeAsync(SqliteDatabase database, bool books, int port, int readers, string markdown)
    {
        var none = new Dictionary<string, string>();
        var people = Enumerable.Range(1, readers).Select(n => EmailAddress.Parse($"reader-{n}@example.com")).ToArray();
        var post = new Post
        {
            Id = new PostId(1), List = ListName.Default, Status = PostStatus.Sending,
            Content = new PostContent("News", markdown),
            CreatedAt = TimeProvider.System.GetUtcNow(), PublishedAt = TimeProvider.System.GetUtcNow(),
        };
        foreach (var part in people.Chunk(500))
            await database.Import.WriteAsync(
                [.. part.Select(email => new ImportRow(email, "Reader", ListName.Default, null, none))], CancellationToken.None);
        var ledger = new CountingLedger(
            books ? database.Ledger : new BooklessLedger(
                post.Id, [.. people.Select((email, n) => new Recipient(new SubscriberId(n + 1), email, "Reader", none, 0))]),
            readers);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(database.Posts).AddSingleton(database.Agenda).AddSingleton(database.Log)
            .AddSingleton(database.Doubts).AddSingleton(database.Subscribers).AddSingleton<IDeliveryLedger>(ledger)
            .AddSingleton(database.Health)
            .AddSingleton<ILetterPress>(new LetterPress(
                new SenderSettings("News", From, new Uri("https://news.example.org")), new InstanceKeys(new byte[32])))
            .AddSingleton<IRelayConnector>(new MailKitConnector(From.Domain))
            .AddActorMailEngine(new EngineSettings("bench", [Relay(port)], 500, OnUncertain.Resend, RetrySchedule.Default))
            .AddAkka("actormail", (akka, provider) => akka.AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend)
                .WithActorMail(provider));
        using var host = builder.Build();
        await database.Posts.InsertAsync(post, CancellationToken.None);
        var since = Stopwatch.GetTimestamp();
        await host.StartAsync();
        await ledger.All.WaitAsync(TimeSpan.FromMinutes(2));
        var took = Stopwatch.GetElapsedTime(since).TotalSeconds;
        await host.StopAsync();
        return took;
    }

    private static RelaySettings Relay(int port) => new()
    {
        Name = "sink", Host = "127.0.0.1", Port = port, Security = RelaySecurity.None, MaxConnections = Connections,
    };
}
