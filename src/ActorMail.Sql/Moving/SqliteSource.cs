using ActorMail.Engine;
using ActorMail.Storage;
using Microsoft.Data.Sqlite;

namespace ActorMail.Moving;

/// <summary>The SQLite file that moves: read on one snapshot, never written.</summary>
internal sealed class SqliteSource : IDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteSource(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a whole, sound file of ours with the schema this program has.</summary>
    /// <exception cref="MigrationRefusedException">It is none.</exception>
    public static SqliteSource Open(string path)
    {
        var source = new SqliteSource(new SqliteConnection(ReadOnly(path)));
        try
        {
            source.Begin();
            return source;
        }
        catch (Exception fault)
        {
            source.Dispose();
            if (fault is SqliteException unreadable) throw Refused("cannot be read: " + unreadable.Message);
            throw;
        }
    }

    /// <summary>The names of all its tables but SQLite's own.</summary>
    public IReadOnlyList<string> Tables => Names("select name from sqlite_schema where type = 'table' and name not like 'sqlite!_%' escape '!'");

    public IReadOnlyList<string> Columns(string table) => Names($"select name from pragma_table_info('{table}')");

    public long Number(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar() as long? ?? 0;
    }

    /// <summary>A command of this snapshot, with its values by name.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Without a log beside it nothing is made beside it either.</summary>
    private static string ReadOnly(string path)
    {
        var whole = Path.GetFullPath(path);
        var hasLog = new FileInfo(whole + "-wal") is { Exists: true, Length: > 0 };
        return new SqliteConnectionStringBuilder
        {
            DataSource = hasLog ? whole : $"{new Uri(whole).AbsoluteUri}?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString();
    }

    private void Begin()
    {
        _connection.Open();
        using (var begin = Command("begin")) begin.ExecuteNonQuery();
        if (Number("pragma application_id") != SqliteSchema.ApplicationId)
            throw Refused("is the database of another program, or none of ActorMail's yet");
        var version = Number("pragma user_version");
        if (version > SqliteSchema.Latest)
            throw Refused($"was written by a newer version of ActorMail (schema {version}, known up to {SqliteSchema.Latest})");
        if (version < SqliteSchema.Latest)
            throw Refused($"has the older schema {version}: start this version's node on it once, and stop it again");
        if (Names("pragma integrity_check(1)") is not ["ok"]) throw Refused("is damaged");
    }

    private IReadOnlyList<string> Names(string sql)
    {
        var names = new List<string>();
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private static MigrationRefusedException Refused(string why) => new($"The file {why}; nothing was changed.");
}
