using Microsoft.Data.Sqlite;

namespace ActorMail.Node.Tests.StoreFaults;

/// <summary>Another program's write lock on the node's database, as a backup tool or a forgotten shell would hold it.</summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly SqliteConnection _connection;

    private DatabaseLock(SqliteConnection connection) => _connection = connection;

    public static DatabaseLock Take(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Pooling=False;Default Timeout=20");
        connection.Open();
        using var begin = new SqliteCommand("begin exclusive", connection);
        begin.ExecuteNonQuery();
        return new DatabaseLock(connection);
    }

    public void Dispose() => _connection.Dispose();
}
