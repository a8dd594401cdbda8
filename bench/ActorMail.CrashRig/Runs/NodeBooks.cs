using Microsoft.Data.Sqlite;

namespace ActorMail.CrashRig.Runs;

/// <summary>One attempt at one reader.</summary>
internal sealed record Attempted(string Reader, int Number);

/// <summary>Reads the node's database beside the node and without its code.</summary>
internal static class NodeBooks
{
    private const string OpenIntents =
        "select s.address, i.attempt from intents i join subscribers s on s.id = i.subscriber";

    private const string Doubts =
        "select s.address, a.attempt from attempts a join subscribers s on s.id = a.subscriber where a.outcome = 4 and a.note = ''";

    /// <summary>
    /// What a dead node left on its disk: the messages it had started. Read from a copy, the scene stays as it is.
    /// </summary>
    public static IReadOnlySet<Attempted> LeftOpen(string database)
    {
        var copy = database + ".scene";
        try
        {
            foreach (var suffix in new[] { "", "-wal" })
            {
                if (File.Exists(database + suffix)) File.Copy(database + suffix, copy + suffix, overwrite: true);
            }

            return Read(copy, OpenIntents);
        }
        finally
        {
            foreach (var suffix in new[] { "", "-wal", "-shm" }) File.Delete(copy + suffix);
        }
    }

    public static IReadOnlySet<Attempted> StillOpen(string database) => Read(database, OpenIntents);

    /// <summary>The attempts nobody knows the end of.</summary>
    public static IReadOnlySet<Attempted> Uncertain(string database) => Read(database, Doubts);

    private static HashSet<Attempted> Read(string database, string query)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadWrite;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var rows = command.ExecuteReader();
        HashSet<Attempted> found = [];
        while (rows.Read()) found.Add(new Attempted(rows.GetString(0), rows.GetInt32(1)));
        return found;
    }
}
