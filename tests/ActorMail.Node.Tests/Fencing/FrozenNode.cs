using ActorMail.Node.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace ActorMail.Node.Tests.Fencing;

/// <summary>Freezes a node as a paused virtual machine or a long stop of the world does, by its own id.</summary>
internal static class FrozenNode
{
    private const int Connections = 4;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Freezes it with messages on the wire and without a lock on its database, and waits until its leases are over.</summary>
    public static async Task FreezePastItsLeasesAsync(NodeProcess node, Recorder relay, string database)
    {
        var frozen = false;
        await Eventually.TrueAsync(() =>
        {
            // With every connection waiting for its answer there is nothing to commit.
            if (relay.OnTheWire < Connections) return false;
            node.Freeze();
            frozen = relay.OnTheWire > 0 && TryRead(database) is > 0;
            if (!frozen) node.Thaw();
            return frozen;
        }, Bound, () => "never caught with messages on the wire");
        await Eventually.TrueAsync(() => TryRead(database) == 0, Bound, () => "the leases do not end");
    }

    /// <summary>Slices under a lease that has not ended; null while the node, frozen in a commit, holds the lock.</summary>
    private static long? TryRead(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False;Default Timeout=1");
        connection.Open();
        using var ask = new SqliteCommand(
            "begin immediate; select count(*) from slices where state = 'open' and until > unixepoch('subsec') * 1000", connection);
        try
        {
            return (long?)ask.ExecuteScalar();
        }
        catch (SqliteException locked) when (locked.SqliteErrorCode == 5)
        {
            return null;
        }
    }
}
