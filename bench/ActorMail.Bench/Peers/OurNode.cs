using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using ActorMail.Bench.Measures;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Readers;
using ActorMail.Testing.Postgres;

namespace ActorMail.Bench.Peers;

/// <summary>A node of ours among the contestants, each in a process, on a database of its own.</summary>
internal static class OurNode
{
    public static Peer OnSqlite { get; } = new("ActorMail on SQLite", null, (task, cancel) => RunAsync(task, [], cancel));

    public static Peer Signing { get; } = new("ActorMail on SQLite, DKIM with RSA-2048", null, SigningAsync);

    public static Peer OnPostgres { get; } = new("ActorMail on PostgreSQL", PostgresPrograms.Missing, PostgresAsync);

    private static async Task<PeerRun> SigningAsync(PeerTask task, CancellationToken cancel)
    {
        var key = Path.GetTempFileName();
        try
        {
            using var rsa = RSA.Create(2048);
            await File.WriteAllTextAsync(key, rsa.ExportPkcs8PrivateKeyPem(), cancel);
            return await RunAsync(task, [("Dkim:0:Selector", "bench"), ("Dkim:0:PrivateKeyFile", key)], cancel);
        }
        finally
        {
            File.Delete(key);
        }
    }

    private static async Task<PeerRun> PostgresAsync(PeerTask task, CancellationToken cancel)
    {
        await using var server = await PostgresServer.CreateAsync(new PostgresSettings(Fsync: true));
        var database = await server.CreateDatabaseAsync();
        return await RunAsync(task, [("Database:Provider", "postgresql"), ("Database:ConnectionString", database)], cancel);
    }

    /// <summary>From publish to the last reader's outcome. What it used is counted over the same time, its peak from the start.</summary>
    private static async Task<PeerRun> RunAsync(PeerTask task, (string, string)[] settings, CancellationToken cancel)
    {
        var folder = BenchNode.NewFolder();
        var file = folder + ".csv";
        try
        {
            await ReaderCsv.WriteAsync(file, task.Readers);
            await using var node = await BenchNode.StartAsync(
                folder, task.Port, cancel, [("Relays:0:MaxConnections", $"{task.Connections}"), .. settings]);
            await node.ImportAsync(file, "all", cancel);
            var before = node.Usage().CpuSeconds;
            var since = Stopwatch.GetTimestamp();
            (double Seconds, double Cpu)? took = null;
            var post = await node.PublishAsync("all", SampleLetter.Subject, task.Markdown, cancel);
            var last = await node.FinishAsync(post, seen =>
            {
                if (took is null && Total(seen, "accepted") == task.Readers)
                    took = (Stopwatch.GetElapsedTime(since).TotalSeconds, node.Usage().CpuSeconds - before);
            }, cancel);
            if (Total(last, "accepted") != task.Readers || Total(last, "audience") != task.Readers)
                throw new InvalidOperationException($"The books of {task.Readers} readers: {last}");
            return new PeerRun(took!.Value.Seconds, took.Value.Cpu, node.Usage().PeakMiB);
        }
        finally
        {
            File.Delete(file);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static long Total(JsonElement post, string name) => post.GetProperty("totals").GetProperty(name).GetInt64();
}
