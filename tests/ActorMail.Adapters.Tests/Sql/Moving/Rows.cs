using System.Data.Common;
using System.Globalization;

namespace ActorMail.Adapters.Tests.Sql.Moving;

/// <summary>A table's rows as text, column by column, so that two engines can be compared.</summary>
internal static class Rows
{
    public static List<SortedDictionary<string, string>> Read(DbConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select * from {table}";
        using var reader = command.ExecuteReader();
        var rows = new List<SortedDictionary<string, string>>();
        while (reader.Read())
        {
            rows.Add(new SortedDictionary<string, string>(StringComparer.Ordinal));
            for (var at = 0; at < reader.FieldCount; at++) rows[^1][reader.GetName(at)] = Text(reader.GetValue(at));
        }

        return rows;
    }

    /// <summary>In an order that is the same on both engines.</summary>
    public static List<string> Lines(this IEnumerable<SortedDictionary<string, string>> rows) =>
        [.. rows.Select(row => string.Join(", ", row.Select(pair => $"{pair.Key}={pair.Value}"))).Order(StringComparer.Ordinal)];

    public static List<string> Names(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private static string Text(object value) => value switch
    {
        DBNull => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
