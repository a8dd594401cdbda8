using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Engine;

/// <summary>Opens connections to one PostgreSQL database, each with the limits that keep a frozen or dead end from stopping others.</summary>
internal sealed class PostgresConnections
{
    public static readonly EngineTexts Texts = new(
        Clock: "select (extract(epoch from clock_timestamp()) * 1000)::bigint",
        ForUpdate: "for update",
        SkipLocked: "for update skip locked",
        EndEarlierLeases: """
            update slices set until = 0 where state = 'open' and until > 0 and holder <> @me
                and holder in (select id from incarnations where node = (select node from incarnations where id = @me))
            """);

    private const int ConnectSeconds = 5;

    /// <summary>
    /// A commit is on the disk when it returns, whatever the server's default. Who stands still inside a transaction (a frozen
    /// node) is thrown out before anybody who waits for its locks gives up.
    /// </summary>
    private const string Settings = """
        select set_config('synchronous_commit', 'on', false)
        where current_setting('synchronous_commit') in ('off', 'local');
        set default_transaction_isolation = 'read committed';
        set idle_in_transaction_session_timeout = '3s';
        set lock_timeout = '6s';
        set client_min_messages = 'warning';
        """;

    private readonly string _connectionString;

    public PostgresConnections(string connectionString)
    {
        try
        {
            _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
            {
                Pooling = false,
                Enlist = false,
                Timeout = ConnectSeconds,
                ApplicationName = "actormail",
                MaxAutoPrepare = 200,
                AutoPrepareMinUsages = 2,
                TcpKeepAlive = true,
                TcpKeepAliveTime = 5,
                TcpKeepAliveInterval = 1,
            }.ToString();
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            // What cannot be read may be a part of the password, so nothing of it is repeated.
            throw new StoreUnavailableException("The connection string of the PostgreSQL database cannot be read.");
        }
    }

    /// <summary>The server and the database, for messages.</summary>
    public string Place
    {
        get
        {
            var at = new NpgsqlConnectionStringBuilder(_connectionString);
            return $"{at.Host}:{at.Port}, database {at.Database}";
        }
    }

    public NpgsqlConnection OpenWriter() => Open(10);

    /// <summary>Counting a large post takes its time.</summary>
    public NpgsqlConnection OpenReader() => Open(60);

    /// <summary>Moving a whole installation in takes as long as it takes.</summary>
    public NpgsqlConnection OpenMover() => Open(0);

    /// <param name="seconds">How long a statement may take; 0 for as long as it likes.</param>
    private NpgsqlConnection Open(int seconds)
    {
        var connection = new NpgsqlConnection($"{_connectionString};Command Timeout={seconds}");
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand($"{Settings} set statement_timeout = '{Math.Max(0, seconds - 1)}s'", connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
