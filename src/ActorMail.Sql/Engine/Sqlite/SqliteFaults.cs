using ActorMail.Storage;
using Microsoft.Data.Sqlite;

namespace ActorMail.Engine;

/// <summary>Which of SQLite's result codes mean "not now"; the others are bugs of ours and stay as they are.</summary>
internal static class SqliteFaults
{
    public const int Busy = 5;
    public const int Damaged = 11;
    public const int NotADatabase = 26;
    public const string LockedWhy = "The database is locked by another process.";

    public static Exception Translate(SqliteException fault) =>
        Why(fault.SqliteErrorCode) is { } why ? new StoreUnavailableException(why, fault) : fault;

    private static string? Why(int code) => code switch
    {
        3 => "The database file may not be accessed.",
        Busy or 6 => LockedWhy,
        8 => "The database is read-only.",
        10 => "The disk under the database fails to read or write.",
        Damaged or NotADatabase => "The database file is damaged.",
        13 => "The disk under the database is full.",
        14 => "The database file cannot be opened.",
        15 => "The database is being opened by too many at once.",
        _ => null,
    };
}
