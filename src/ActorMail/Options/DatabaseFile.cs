using System.Data.Common;

namespace ActorMail.Options;

/// <summary>Finds the file a connection string of SQLite names.</summary>
internal static class DatabaseFile
{
    private static readonly string[] Names = ["Data Source", "DataSource", "Filename"];

    /// <summary>Gives the file, or the reason why nothing can be kept there.</summary>
    public static bool TryParse(string connectionString, out string file, out string reason)
    {
        (file, reason) = ("", "");
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
            file = Names.Select(name => Value(parts, name)).FirstOrDefault(value => value.Trim().Length > 0) ?? "";
            if (file.Length == 0) reason = "name a file, as in Data Source=actormail.db";
            else if (file.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
                || Value(parts, "Mode").Equals("Memory", StringComparison.OrdinalIgnoreCase))
                reason = "a database in memory keeps nothing; name a file";
        }
        catch (ArgumentException)
        {
            reason = "this cannot be read; write it like Data Source=actormail.db";
        }

        return reason.Length == 0;
    }

    private static string Value(DbConnectionStringBuilder parts, string name) =>
        parts.TryGetValue(name, out var value) ? value as string ?? "" : "";
}
