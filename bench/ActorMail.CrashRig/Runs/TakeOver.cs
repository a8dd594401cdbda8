using ActorMail.Rig.Nodes;
using ActorMail.Rig.Receiver;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Storage;

namespace ActorMail.CrashRig.Runs;

/// <summary>Plays the other node that takes a frozen node's slices over, and gives them back when disposed.</summary>
internal sealed class TakeOver : IAsyncDisposable
{
    private const int Tries = 50;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(10);
    private readonly SqlDatabase _database;
    private readonly Incarnation _me;
    private readonly OnUncertain _policy;
    private readonly int _connections;
    private readonly List<SliceLease> _held = [];

    private TakeOver(SqlDatabase database, Incarnation me, OnUncertain policy, int connections) =>
        (_database, _me, _policy, _connections) = (database, me, policy, connections);

    /// <summary>A node frozen in the middle of a commit holds the file's lock: it gets a moment to let it go.</summary>
    public static async Task<TakeOver> BeginAsync(string file, CrashPlan plan, NodeProcess node)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await BeginAsync(file, plan);
            }
            catch (StoreUnavailableException) when (tries < Tries)
            {
                node.Thaw();
                await Task.Delay(tries);
                node.Freeze();
            }
        }
    }

    private static async Task<TakeOver> BeginAsync(string file, CrashPlan plan)
    {
        var database = await SqliteDatabase.OpenAsync($"Data Source={file}", CancellationToken.None);
        // Entering ends the leases of others, as their time would.
        var me = await database.Ledger.EnterAsync("the other node", CancellationToken.None);
        var policy = Enum.Parse<OnUncertain>(plan.OnUncertain, ignoreCase: true);
        var other = new TakeOver(database, me, policy, plan.Connections);
        foreach (var post in await database.Ledger.PostsWithWorkAsync(CancellationToken.None)) await other.HoldAsync(post, plan.SliceSize);
        return other;
    }

    /// <summary>
    /// Thaws the node, waits until it has noticed, has gone quiet or has begun more than it may, and gives what it
    /// began.
    /// </summary>
    public async Task<int> ThawAsync(NodeProcess node, RecordingServer receiver)
    {
        var since = receiver.Now;
        node.Thaw();
        var (seen, at) = (-1, TimeProvider.System.GetTimestamp());
        while (seen <= _connections && TimeProvider.System.GetElapsedTime(at) < QuietFor)
        {
            var noticed = node.Talk.Contains("was taken over", StringComparison.Ordinal);
            var begun = receiver.Ledger.Count(line => line.Word == ReceiverWord.Begun && line.At > since);
            if (begun != seen) (seen, at) = (begun, TimeProvider.System.GetTimestamp());
            if (noticed) break;
            await Task.Delay(50);
        }

        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.Ledger.ReleaseAsync(_me, _held, _policy, CancellationToken.None);
        await _database.DisposeAsync();
    }

    private async Task HoldAsync(PostId post, int size)
    {
        var terms = new LeaseTerms(size, Long, _policy);
        while (await _database.Ledger.LeaseAsync(post, _me, terms, CancellationToken.None) is { } slice) _held.Add(slice.Lease);
    }
}
