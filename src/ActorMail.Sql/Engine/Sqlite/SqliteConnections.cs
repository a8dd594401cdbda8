using Microsoft.Data.Sqlite;

namespace ActorMail.Engine;

/// <summary>Opens connections to one SQLite database.</summary>
internal sealed class SqliteConnections
{
    /// <summary>One writer at a time and one node: nothing has to be locked, and every earlier run is gone.</summary>
    public static readonly EngineTexts Texts = new(
        Clock: "select cast(unixepoch('subsec') * 1000 as integer)",
        ForUpdate: "",
        SkipLocked: "",
        EndEarlierLeases: "update slices set until = 0 where state = 'open' and holder <> @me");

    private const int BusySeconds = 5;
    private const int UnsetTimeout = 30;
    private readonly string _connectionString;
    private readonly string _existing;
    private readonly int _busySeconds;

    public SqliteConnections(string connectionString)
    {
        var given = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        if (given.DefaultTimeout == UnsetTimeout) given.DefaultTimeout = BusySeconds;
        _busySeconds = given.DefaultTimeout;
        _connectionString = given.ToString();
        if (given.Mode == SqliteOpenMode.ReadWriteCreate) given.Mode = SqliteOpenMode.ReadWrite;
        _existing = given.ToString();
        InMemory = given.Mode == SqliteOpenMode.Memory || given.DataSource is "" or ":memory:"
            || given.DataSource.Contains("mode=memory", StringComparison.OrdinalIgnoreCase);
        Path = InMemory || given.DataSource.StartsWith("file:", StringComparison.Ordinal)
            ? null
            : System.IO.Path.GetFullPath(given.DataSource);
    }

    /// <summary>True when it is gone with its last connection; it then has one connection for everything.</summary>
    public bool InMemory { get; }

    /// <summary>The file; null in memory and for a URI.</summary>
    public string? Path { get; }

    /// <summary>
    /// WAL with synchronous=FULL: a commit is on the disk when it returns. The log is not cut back after a checkpoint, since
    /// overwriting it is cheaper than growing it again. It is checkpointed every 16 MB: each time costs two more waits for the disk.
    /// Four MB of pages are kept: 16 made neither rounds nor imports faster.
    /// </summary>
    public SqliteConnection OpenWriter() => Open(_connectionString, """
        pragma synchronous = full;
        pragma foreign_keys = on;
        pragma cache_size = -4000;
        pragma wal_autocheckpoint = 4000;
        pragma temp_store = memory;
        """);

    /// <summary>Never makes a file: one that was moved away is missing, not empty.</summary>
    public SqliteConnection OpenReader() => Open(_existing, """
        pragma query_only = on;
        pragma temp_store = memory;
        """);

    private SqliteConnection Open(string source, string pragmas)
    {
        var connection = new SqliteConnection(source);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"pragma busy_timeout = {_busySeconds * 1000}; {pragmas}";
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
