using ActorMail.CrashRig.Receiver;
using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.CrashRig.Runs;

/// <summary>Plays the other node that takes a frozen node's slices over, and gives them back when disposed.</summary>
internal sealed class TakeOver : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan QuietFor = TimeSpan.FromMilliseconds(1500);
    private readonly SqliteDatabase _database;
    private readonly Incarnation _me;
    private readonly OnUncertain _policy;
    private readonly int _connections;
    private readonly List<SliceLease> _held = [];

    private TakeOver(SqliteDatabase database, Incarnation me, OnUncertain policy, int connections) =>
        (_database, _me, _policy, _connections) = (database, me, policy, connections);

    public static async Task<TakeOver> BeginAsync(string file, CrashPlan plan)
    {
        var database = await SqliteDatabase.OpenAsync($"Data Source={file}", CancellationToken.None);
        // Entering ends the leases of others, as their time would.
        var me = await database.Ledger.EnterAsync("the other node", CancellationToken.None);
        var policy = Enum.Parse<OnUncertain>(plan.OnUncertain, ignoreCase: true);
        var other = new TakeOver(database, me, policy, plan.Connections);
        foreach (var post in await database.Ledger.PostsWithWorkAsync(CancellationToken.None)) await other.HoldAsync(post, plan.SliceSize);
        return other;
    }

    /// <summary>Waits until the thawed node has gone quiet, or has begun more than it may.</summary>
    public async Task NoticedAsync(RecordingServer receiver, DateTimeOffset since)
    {
        var (seen, at) = (-1, TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(at) < QuietFor)
        {
            var begun = Begun(receiver, since);
            if (begun > _connections) return;
            if (begun != seen) (seen, at) = (begun, TimeProvider.System.GetTimestamp());
            await Task.Delay(50);
        }
    }

    public int Begun(RecordingServer receiver, DateTimeOffset since) =>
        receiver.Ledger.Read().Count(line => line.Word == ReceiverWord.Begun && line.At > since);

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
