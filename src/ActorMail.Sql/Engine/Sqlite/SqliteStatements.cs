using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ActorMail.Engine;

/// <summary>
/// Statements by SQLite's own functions. A round is some twenty statements of a microsecond or two each: as ADO.NET commands
/// they cost more than the rest of its transaction (docs/decisions/0003-one-schema.md).
/// </summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IStatements
{
    public Statement Prepare(string sql)
    {
        var database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement, out var tail), database);
        if (string.IsNullOrWhiteSpace(tail)) return new SqliteStatement(sql, database, statement);
        statement.Dispose();
        throw new ArgumentException($"More than one statement: {sql}");
    }

    public void Dispose() => connection.Dispose();
}
