using System.Data.Common;
using ActorMail.Options;
using Npgsql;

namespace ActorMail.Embedded.Start;

/// <summary>Whether Npgsql understands a connection string; nobody is connected to.</summary>
internal static class PostgresText
{
    private const string Key = $"{ActorMailOptions.Section}:Database:ConnectionString";

    /// <summary>The keyword it does not know, or the value it cannot read; never a value itself.</summary>
    public static IEnumerable<OptionFault> Check(DatabaseOptions database)
    {
        if (!DatabaseRules.IsPostgreSql(database)) return [];
        try
        {
            _ = new NpgsqlConnectionStringBuilder(database.ConnectionString);
            return [];
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return [new OptionFault(Key, Keyword(database.ConnectionString!) is { } keyword
                ? $"'{keyword}' is no keyword of Npgsql, or cannot have this value"
                : $"this cannot be read; write it like {DatabaseRules.Example}")];
        }
    }

    private static string? Keyword(string text)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            return parts.Keys.Cast<string>().FirstOrDefault(keyword => !IsTaken(keyword, parts[keyword]));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsTaken(string keyword, object value)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder { [keyword] = value };
            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }
}
