namespace ActorMail.Storage;

/// <summary>Moves a whole installation out of the SQLite file of a stopped node into this store.</summary>
public interface IMigration
{
    /// <summary>Copies everything in one go, or nothing; gives the rows of each table that came over.</summary>
    /// <param name="progress">Told after each batch: the table and its rows so far.</param>
    /// <exception cref="MigrationRefusedException">Nothing was changed.</exception>
    /// <exception cref="MigrationInDoubtException">Everything was moved or nothing.</exception>
    Task<IReadOnlyDictionary<string, long>> MoveInAsync(
        string sqliteFile, IProgress<(string Table, long Rows)> progress, CancellationToken cancel);
}

/// <summary>This store takes no other one in (it is not empty, or SQLite itself), or the file is none to take in.</summary>
public sealed class MigrationRefusedException(string why) : Exception(why);

/// <summary>The answer to the commit was lost, and the database could not be asked since whether it came through.</summary>
public sealed class MigrationInDoubtException(Exception lost)
    : Exception("The database did not say whether the move came through.", lost);
