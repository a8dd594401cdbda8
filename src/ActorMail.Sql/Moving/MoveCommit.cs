using ActorMail.Engine;
using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Moving;

/// <summary>Commits a move. When the answer is lost, the server is asked by a fresh connection what became of the transaction.</summary>
internal sealed class MoveCommit(PostgresConnections connections, MoveDoubt doubt)
{
    /// <summary>Returns once the move came through for certain.</summary>
    /// <exception cref="NpgsqlException">It did not, for certain.</exception>
    /// <exception cref="MigrationInDoubtException">Nobody knows.</exception>
    public void Run(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var number = NumberOf(transaction);
        try
        {
            transaction.Commit();
        }
        catch (NpgsqlException lost)
        {
            if (CameThrough(number, cancel) is not { } came) throw new MigrationInDoubtException(lost);
            if (!came) throw;
        }
    }

    private static long NumberOf(NpgsqlTransaction transaction)
    {
        using var command = new NpgsqlCommand("select txid_current()", transaction.Connection, transaction);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Null when that cannot be found out.</summary>
    private bool? CameThrough(long number, CancellationToken cancel)
    {
        for (var look = 1; ; look++)
        {
            if (Look(number) is { } known) return known;
            if (look >= doubt.Looks || cancel.WaitHandle.WaitOne(doubt.Every)) return null;
        }
    }

    /// <summary>Null while the server cannot be asked or has not ended the transaction.</summary>
    private bool? Look(long number)
    {
        try
        {
            using var connection = connections.OpenReader();
            using var command = new NpgsqlCommand("select txid_status(@number)", connection);
            command.Parameters.AddWithValue("number", number);
            return (command.ExecuteScalar() as string) switch
            {
                "committed" => true,
                "aborted" => false,
                _ => null,
            };
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}

/// <summary>How long a server that does not answer is asked what became of a move.</summary>
internal sealed record MoveDoubt(int Looks, TimeSpan Every)
{
    /// <summary>Half a minute, or longer where each connection takes its time to fail.</summary>
    public static readonly MoveDoubt Default = new(30, TimeSpan.FromSeconds(1));
}
