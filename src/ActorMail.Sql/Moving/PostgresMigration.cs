using ActorMail.Engine;
using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Moving;

/// <summary>
/// Moves a SQLite installation into a fresh PostgreSQL database in one transaction: everything comes over, or nothing.
/// Nodes that are up have to be restarted afterwards, since they read the installation's secret when they start.
/// </summary>
internal sealed class PostgresMigration(PostgresConnections connections, MoveDoubt? doubt = null) : IMigration
{
    /// <summary>How much time the operator has to restart the nodes before a scheduled post may start.</summary>
    private static readonly TimeSpan RestartWithin = TimeSpan.FromMinutes(15);

    public Task<IReadOnlyDictionary<string, long>> MoveInAsync(
        string sqliteFile, IProgress<(string Table, long Rows)> progress, CancellationToken cancel) =>
        Task.Run(() =>
        {
            try
            {
                return MoveIn(sqliteFile, progress, cancel);
            }
            catch (PostgresException unfit) when (unfit.SqlState[..2] is "22" or "23")
            {
                throw new MigrationRefusedException(
                    $"A row of {unfit.TableName ?? "the file"} does not fit: {unfit.MessageText}; nothing was changed.");
            }
            catch (NpgsqlException fault)
            {
                throw PostgresFaults.Translate(fault);
            }
        }, cancel);

    private IReadOnlyDictionary<string, long> MoveIn(
        string sqliteFile, IProgress<(string Table, long Rows)> progress, CancellationToken cancel)
    {
        using var source = SqliteSource.Open(sqliteFile);
        RefuseOtherTables(source);
        using var connection = connections.OpenMover();
        using var transaction = connection.BeginTransaction();
        var ground = new TargetGround(connection);
        ground.Hold();
        ground.RefuseUnlessEmpty();
        var values = new (string Name, object Value)[]
        {
            ("@entered", ground.ClearAway(source)),
            ("@because", MovedTable.PausedBecause),
            ("@soonest", ground.Now + (long)RestartWithin.TotalMilliseconds),
        };
        var aside = SetAside.From(connection, [.. MovedTable.All.Select(table => table.Name)]);
        var moved = MovedTable.All.ToDictionary(
            table => table.Name, table => new TableCopy(source, connection, table).Run(values, progress, cancel));
        aside.PutBack(cancel);
        ground.Analyze();
        BookCheck.Compare(source, connection, cancel);
        cancel.ThrowIfCancellationRequested();
        new MoveCommit(connections, doubt ?? MoveDoubt.Default).Run(transaction, cancel);
        return moved;
    }

    private static void RefuseOtherTables(SqliteSource source)
    {
        var unknown = source.Tables.Where(
            name => name != "SchemaVersions" && MovedTable.All.All(table => table.Name != name)).ToList();
        if (unknown.Count > 0)
            throw new MigrationRefusedException(
                $"The file has tables this version does not know ({string.Join(", ", unknown)}); nothing was changed.");
    }
}
