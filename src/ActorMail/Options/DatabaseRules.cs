using System.Data.Common;

namespace ActorMail.Options;

/// <summary>What a sound database is, as far as it shows without the engine's library.</summary>
internal static class DatabaseRules
{
    public const string Example = "Host=db.example.org;Database=actormail;Username=actormail;Password=...";

    /// <summary>The data is in a file of this node's own.</summary>
    public static bool IsSqlite(DatabaseOptions database) => Is(database, "sqlite");

    /// <summary>The data is in a server several nodes may share.</summary>
    public static bool IsPostgreSql(DatabaseOptions database) => Is(database, "postgresql");

    internal static IEnumerable<OptionFault> Check(DatabaseOptions database)
    {
        if (IsPostgreSql(database))
        {
            if (PostgreSqlFault(database.ConnectionString) is { } fault)
                yield return OptionRules.At("Database:ConnectionString", fault);
        }
        else if (!IsSqlite(database))
        {
            yield return OptionRules.At(
                "Database:Provider", $"'{database.Provider}' is no provider; use sqlite or postgresql");
        }
        else if (database.ConnectionString is { Length: > 0 } text && !DatabaseFile.TryParse(text, out _, out var reason))
        {
            yield return OptionRules.At("Database:ConnectionString", reason);
        }
    }

    /// <summary>Never repeats the text: it holds a password.</summary>
    private static string? PostgreSqlFault(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return $"missing; postgresql needs one, such as {Example}";
        if (text.Contains("://", StringComparison.Ordinal)) return $"write it in words, as in {Example}";
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            if (!parts.ContainsKey("Host") && !parts.ContainsKey("Server")) return "Host is missing: name the server";
            return parts.ContainsKey("Database") || parts.ContainsKey("DB") ? null : "Database is missing: name it";
        }
        catch (ArgumentException)
        {
            return $"this cannot be read; write it like {Example}";
        }
    }

    private static bool Is(DatabaseOptions database, string provider) =>
        string.Equals(database.Provider, provider, StringComparison.OrdinalIgnoreCase);
}
