using System.Data.Common;

namespace ActorMail.Engine;

/// <summary>One of <see cref="PostgresStatements"/>.</summary>
internal sealed class PostgresStatement(DbCommand command) : Statement
{
    public override int Run(ReadOnlySpan<SqlValue> values) => Bind(values).ExecuteNonQuery();

    public override List<T> Query<T>(Func<Row, T> map, ReadOnlySpan<SqlValue> values)
    {
        using var reader = Bind(values).ExecuteReader();
        var row = new PostgresRow(reader);
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(row));
        return rows;
    }

    public override T? First<T>(Func<Row, T> map, ReadOnlySpan<SqlValue> values) where T : default
    {
        using var reader = Bind(values).ExecuteReader();
        return reader.Read() ? map(new PostgresRow(reader)) : default;
    }

    public override void Dispose() => command.Dispose();

    private DbCommand Bind(ReadOnlySpan<SqlValue> values)
    {
        Fit(command.CommandText, command.Parameters.Count, values.Length);
        for (var at = 0; at < values.Length; at++) command.Parameters[at].Value = StoredText.Of(values[at].Boxed) ?? DBNull.Value;
        return command;
    }
}

/// <summary>A row of a <see cref="PostgresStatement"/>.</summary>
internal sealed class PostgresRow(DbDataReader reader) : Row
{
    public override bool IsNull(int column) => reader.IsDBNull(column);

    public override long Long(int column) => reader.GetInt64(column);

    public override int Int(int column) => reader.GetInt32(column);

    public override bool Flag(int column) => reader.GetValue(column) is true or not (bool or 0L);

    public override string Text(int column) => reader.GetString(column);

    public override T Value<T>(int column) => reader.GetFieldValue<T>(column);
}
