using System.Data.Common;

namespace ActorMail.Engine;

/// <summary>Reads columns as the schema writes them.</summary>
internal static class Columns
{
    public static long Long(this DbDataReader row, int column) => row.GetInt64(column);

    public static int Int(this DbDataReader row, int column) => row.GetInt32(column);

    /// <summary>A condition: a number on SQLite, a boolean on PostgreSQL.</summary>
    public static bool Flag(this DbDataReader row, int column) => row.GetValue(column) is true or not (bool or 0L);

    public static string Text(this DbDataReader row, int column) => row.GetString(column);

    public static long? LongOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static int? IntOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Time(column);

    /// <summary>A moment as it is stored.</summary>
    public static long Stored(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? Stored(this DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
