using SQLitePCL;

namespace ActorMail.Engine;

/// <summary>A row of a <see cref="SqliteStatement"/>.</summary>
internal sealed class SqliteRow(sqlite3_stmt statement) : Row
{
    public override bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public override long Long(int column) => raw.sqlite3_column_int64(statement, There(column));

    public override int Int(int column) => checked((int)Long(column));

    public override bool Flag(int column) => Long(column) != 0;

    public override string Text(int column) => raw.sqlite3_column_text(statement, There(column)).utf8_to_string();

    public override T Value<T>(int column) => raw.sqlite3_column_blob(statement, There(column)).ToArray() is T bytes
        ? bytes
        : throw new NotSupportedException($"SQLite keeps no {typeof(T).Name}.");

    /// <summary>SQLite reads a null as 0 or an empty text; a column that may be null has to be asked.</summary>
    private int There(int column) => IsNull(column)
        ? throw new InvalidCastException($"Column {raw.sqlite3_column_name(statement, column).utf8_to_string()} is null.")
        : column;
}
