using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Engine;

/// <summary>Which of PostgreSQL's errors mean "not now" or "once more"; the others are bugs of ours and stay as they are.</summary>
internal static class PostgresFaults
{
    /// <summary>Raised by our own functions: the caller broke a rule.</summary>
    public const string Misuse = "AM001";

    /// <summary>
    /// Two transactions got into each other's way: a deadlock, a serialisation failure, or both inserted what each had looked
    /// for in vain. The one undone may be run again.
    /// </summary>
    public static bool IsCollision(Exception fault) => fault is PostgresException { SqlState: "40P01" or "40001" or "23505" };

    /// <summary>
    /// True when the connection is certainly of no use any more; after other faults it is found out by the rollback.
    /// </summary>
    public static bool IsLost(Exception fault) => fault switch
    {
        PostgresException told => told.SqlState is "57P01" or "57P02" or "57P03" or "57P05" or "25P03",
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>True of a connection that was open while the server was restarted, and not of one the server threw out.</summary>
    public static bool IsStale(Exception fault) => fault switch
    {
        PostgresException told => told.SqlState is "57P01" or "57P02",
        NpgsqlException { InnerException: not TimeoutException } => true,
        _ => false,
    };

    public static Exception Translate(Exception fault) => fault switch
    {
        PostgresException { SqlState: Misuse } misuse => new InvalidOperationException(misuse.MessageText, misuse),
        PostgresException told => Why(told.SqlState) is { } why ? new StoreUnavailableException(why, told) : told,
        NpgsqlException lost => new StoreUnavailableException("The database server does not answer.", lost),
        _ => fault,
    };

    private static string? Why(string state) => state switch
    {
        "25006" => "The database is read-only.",
        "25P03" or "57P05" => "The database server ended a connection that stood still.",
        "28P01" => "The database server refuses the password.",
        "28000" => "The database server does not know the role or does not let it in.",
        "3D000" => "There is no such database on the server.",
        "3F000" => "There is no schema to keep the tables in.",
        "40P01" or "40001" or "23505" => "Too many transactions got into each other's way.",
        "42501" => "The role may not do this in the database.",
        "53100" => "The disk under the database is full.",
        "53300" => "The database server has no connection left.",
        "55P03" => "A row of the database stayed locked by another transaction.",
        "57014" => "The database took too long.",
        "57P01" or "57P02" or "57P03" => "The database server is starting or stopping.",
        "XX001" or "XX002" => "The database is damaged.",
        _ => state[..2] switch
        {
            "08" => "The connection to the database server broke.",
            "53" => "The database server has run out of memory or room.",
            "58" => "The disk under the database fails to read or write.",
            "F0" => "The configuration of the database server is wrong.",
            "XX" => "The database server met a fault of its own; its log says which.",
            _ => null,
        },
    };
}
