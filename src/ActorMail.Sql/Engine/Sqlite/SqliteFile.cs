using System.Buffers.Binary;
using ActorMail.Storage;
using Microsoft.Data.Sqlite;

namespace ActorMail.Engine;

/// <summary>Looks at a file before it is opened for writing: only an empty one or our own is ever touched.</summary>
internal static class SqliteFile
{
    private const int HeaderLength = 100;
    private const int ApplicationIdAt = 68;

    /// <summary>Up to this size every page is looked at before the start; a larger file would make it last.</summary>
    private const long LookedThroughUpTo = 1L << 30;

    private static readonly byte[] Magic = "SQLite format 3\0"u8.ToArray();

    public static void Check(string path)
    {
        if (!File.Exists(path)) return;
        var header = Header(path);
        if (header.Length == 0) return;
        if (header.Length < HeaderLength || !header.AsSpan().StartsWith(Magic)) throw Foreign(path, "is not a SQLite database");

        var mark = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdAt));
        if (mark == SqliteSchema.ApplicationId) CheckOurs(path);
        else if (mark != 0 || HasTables(path)) throw Foreign(path, "is the database of another program");
    }

    private static byte[] Header(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[HeaderLength];
        return header[..file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false)];
    }

    private static bool HasTables(string path) =>
        HasLog(path) || Ask(path, Immutable(path), "select count(*) from sqlite_master") is not 0L;

    private static bool HasLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    /// <summary>Opening it so neither makes a log beside the file nor looks at one.</summary>
    private static string Immutable(string path) => $"{new Uri(path).AbsoluteUri}?immutable=1";

    private static void CheckOurs(string path)
    {
        var source = HasLog(path) ? path : Immutable(path);
        var version = Ask(path, source, "pragma user_version");
        if (version is long newer && newer > SqliteSchema.Latest)
            throw Foreign(path, $"was written by a newer version of ActorMail (schema {version}, known up to {SqliteSchema.Latest})");
        Ask(path, source, "select count(*) from sqlite_master");
        if (new FileInfo(path).Length <= LookedThroughUpTo && Ask(path, source, "pragma quick_check(1)") is string and not "ok")
            throw Foreign(path, "is damaged");
    }

    private static object? Ask(string path, string source, string sql)
    {
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5,
        };
        try
        {
            using var connection = new SqliteConnection(builder.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SqliteFaults.Damaged or SqliteFaults.NotADatabase)
        {
            throw Foreign(path, "is damaged", fault);
        }
        catch (SqliteException)
        {
            // Not readable without writing (such as a journal left by a kill): opening it for writing says why.
            return null;
        }
    }

    private static ForeignDatabaseException Foreign(string path, string why, Exception? inner = null) =>
        new($"The file {path} {why}; it was left untouched.", inner);
}
