using System.Net;
using System.Net.Sockets;
using ActorMail.Testing.Disks;
using Npgsql;

namespace ActorMail.Testing.Postgres;

/// <summary>
/// A real PostgreSQL server of the test's own: in a temporary folder, on a free loopback port, gone with this process.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => CreateAsync());

    private readonly string _folder;
    private readonly PostgresSettings _settings;
    private ServerProcess? _process;
    private int _databases;

    private PostgresServer(string folder, int port, PostgresSettings settings) =>
        (_folder, Port, _settings) = (folder, port, settings);

    public int Port { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>The one server that tests share which do not hurt it; started when first asked for.</summary>
    public static Task<PostgresServer> SharedAsync() => SharedServer.Value;

    /// <summary>Starts a server for tests that stop or kill it.</summary>
    public static async Task<PostgresServer> CreateAsync(PostgresSettings? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("actormail-pg-").FullName;
        var server = new PostgresServer(folder, FreePort(), settings ?? new PostgresSettings());
        try
        {
            await ServerProcess.OwnAsync(folder);
            await ServerProcess.RunAsync(ServerProcess.AsServerUser(
                PostgresPrograms.Path("initdb"), "--no-sync", "--auth=trust", "--locale=C", "--encoding=UTF8",
                $"--username={User}", $"--pgdata={server.Data}"));
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of one of its databases.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = Port, Username = User, Database = database,
    }.ToString();

    /// <summary>A fresh database, empty or a copy of <paramref name="template"/>; gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string template = "template1")
    {
        var name = $"actormail_{Interlocked.Increment(ref _databases)}";
        await RunAsync($"create database {name} template {template}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement as the superuser, in the database <paramref name="database"/>.</summary>
    public async Task RunAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A disk of its own for the tablespace <paramref name="name"/>; to be disposed of before the server.</summary>
    public async Task<SmallDisk> AddDiskAsync(string name, int megabytes)
    {
        var folder = Path.Combine(_folder, name);
        var disk = SmallDisk.MountAt(folder, megabytes);
        await ServerProcess.OwnAsync(folder);
        await RunAsync($"create tablespace {name} location '{folder}'");
        return disk;
    }

    /// <summary>Starts it again on the same port and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is not null) throw new InvalidOperationException("The server runs already.");
        _process = new ServerProcess(_folder, ServerProcess.AsServerUser(
            [PostgresPrograms.Path("postgres"), "-D", Data, .. _settings.Arguments(_folder, Port)]));
        await Eventually.BecomesAsync(AnswerAsync, answer => answer.Length == 0, "ready", ReadyWithin);
    }

    /// <summary>Shuts it down in order; open connections are ended.</summary>
    public Task StopAsync() => EndAsync("INT");

    /// <summary>As the machine losing power: nothing is written any more, and the next start recovers from the log.</summary>
    public Task KillAsync() => EndAsync("QUIT");

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await process.EndForGoodAsync();
            process.Dispose();
        }

        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private async Task EndAsync(string signal)
    {
        if (_process is not { } process) return;
        await process.EndAsync(signal);
        process.Dispose();
        _process = null;
    }

    /// <summary>Empty when it answers, else why not.</summary>
    private async Task<string> AnswerAsync()
    {
        try
        {
            await RunAsync("select 1");
            return "";
        }
        catch (NpgsqlException refused)
        {
            var log = Path.Combine(_folder, "server.log");
            return $"{refused.Message}\n{(File.Exists(log) ? await File.ReadAllTextAsync(log) : "")}";
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
