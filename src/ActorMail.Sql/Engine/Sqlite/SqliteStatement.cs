using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ActorMail.Engine;

/// <summary>One of <see cref="SqliteStatements"/>. It is reset after each run, so that it holds no lock and no snapshot.</summary>
internal sealed class SqliteStatement(string sql, sqlite3 database, sqlite3_stmt statement) : Statement
{
    private readonly int _names = raw.sqlite3_bind_parameter_count(statement);
    private readonly SqliteRow _row = new(statement);

    public override int Run(ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        try
        {
            while (Step()) { }
            return raw.sqlite3_changes(database);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public override List<T> Query<T>(Func<Row, T> map, ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        try
        {
            var rows = new List<T>();
            while (Step()) rows.Add(map(_row));
            return rows;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public override T? First<T>(Func<Row, T> map, ReadOnlySpan<SqlValue> values) where T : default
    {
        Bind(values);
        try
        {
            return Step() ? map(_row) : default;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public override void Dispose() => statement.Dispose();

    /// <summary>True when it stands on a row.</summary>
    private bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, database);
        return false;
    }

    private void Bind(ReadOnlySpan<SqlValue> values)
    {
        Fit(sql, _names, values.Length);
        for (var at = 0; at < values.Length; at++)
            SqliteException.ThrowExceptionForRC(Bind(at + 1, values[at]), database);
    }

    private int Bind(int at, SqlValue value) =>
        value.Kind == SqlKind.Other ? BindOther(at, value.Boxed) : raw.sqlite3_bind_int64(statement, at, value.Number);

    private int BindOther(int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, at),
        string text => raw.sqlite3_bind_text(statement, at, StoredText.Of(text)),
        byte[] bytes => raw.sqlite3_bind_blob(statement, at, bytes),
        _ => throw new ArgumentException($"SQLite keeps no {value.GetType().Name}: {sql}"),
    };
}
