using ActorMail.Engine;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace ActorMail.Moving;

/// <summary>A column of the target, and how a value of SQLite gets into it.</summary>
/// <param name="Sequence">The sequence that numbers it; null for any other column.</param>
internal sealed record TargetColumn(string Name, string? Sequence, Action<NpgsqlBinaryImporter, SqliteDataReader, int> Write)
{
    private const string OfTable = """
        select column_name, udt_name, pg_get_serial_sequence(table_schema || '.' || table_name, column_name)
        from information_schema.columns
        where table_schema = current_schema() and table_name = @table order by ordinal_position
        """;

    public static IReadOnlyList<TargetColumn> Of(NpgsqlConnection target, string table)
    {
        using var command = new NpgsqlCommand(OfTable, target);
        command.Parameters.AddWithValue("table", table);
        using var reader = command.ExecuteReader();
        var columns = new List<TargetColumn>();
        while (reader.Read())
            columns.Add(new TargetColumn(
                reader.GetString(0), reader.IsDBNull(2) ? null : reader.GetString(2), OrNull(Writer(reader.GetString(1)))));
        return columns;
    }

    private static Action<NpgsqlBinaryImporter, SqliteDataReader, int> Writer(string type) => type switch
    {
        "int8" => (to, from, at) => to.Write(from.GetInt64(at), NpgsqlDbType.Bigint),
        "int4" => (to, from, at) => to.Write(from.GetInt32(at), NpgsqlDbType.Integer),
        "text" => (to, from, at) => to.Write(StoredText.Of(from.GetString(at)), NpgsqlDbType.Text),
        "bytea" => (to, from, at) => to.Write(from.GetFieldValue<byte[]>(at), NpgsqlDbType.Bytea),
        _ => throw new NotSupportedException($"No value of SQLite moves into a column of the type {type}."),
    };

    private static Action<NpgsqlBinaryImporter, SqliteDataReader, int> OrNull(
        Action<NpgsqlBinaryImporter, SqliteDataReader, int> write) => (to, from, at) =>
    {
        if (from.IsDBNull(at)) to.WriteNull();
        else write(to, from, at);
    };
}
