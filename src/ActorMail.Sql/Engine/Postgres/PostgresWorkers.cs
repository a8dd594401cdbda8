using System.Collections.Concurrent;
using System.Diagnostics;
using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Engine;

/// <summary>
/// A few threads with a connection each, opened when first needed and again when it broke. They block in the place of their
/// callers, whoever those are.
/// </summary>
internal sealed class PostgresWorkers : IAsyncDisposable
{
    private const int MostCollisions = 10;
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(300);
    private const string Closed = "The database is closed.";
    private readonly BlockingCollection<Action<Place>> _queue = [];
    private readonly Func<NpgsqlConnection> _open;
    private readonly Task _ended;
    private readonly ManualResetEventSlim _closing = new();

    /// <summary>The last vain try to connect; null before one.</summary>
    private volatile FailedConnect? _failed;

    private sealed record FailedConnect(long At, NpgsqlException Fault);

    /// <summary>A worker's session; null while it has none.</summary>
    private sealed class Place
    {
        public SqlSession? Session { get; set; }
    }

    public PostgresWorkers(string name, int count, Func<NpgsqlConnection> open)
    {
        _open = open;
        _ended = Task.WhenAll([.. Enumerable.Range(1, count).Select(number => Start($"ActorMail PostgreSQL {name} {number}"))]);
    }

    /// <summary>Runs <paramref name="work"/>, which may be run again when another transaction got into its way.</summary>
    public Task<T> RunAsync<T>(Func<SqlSession, T> work, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return Task.FromCanceled<T>(cancel);
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = Stopwatch.GetTimestamp();
        try
        {
            _queue.Add(place => Answer(place, work, answer, asked, cancel), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            answer.SetException(new StoreUnavailableException(Closed));
        }

        return answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        _closing.Set();
        await _ended.ConfigureAwait(false);
    }

    private Task Start(string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var place = new Place();
            foreach (var work in _queue.GetConsumingEnumerable()) work(place);
            place.Session?.Dispose();
            ended.SetResult();
        }) { IsBackground = true, Name = name }.Start();
        return ended.Task;
    }

    private void Answer<T>(
        Place place, Func<SqlSession, T> work, TaskCompletionSource<T> answer, long asked, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            answer.SetCanceled(cancel);
            return;
        }

        // Who was queued already when another one connected in vain gives up with it, so that nobody waits for the whole queue.
        if (place.Session is null && _failed is { } failed && asked <= failed.At)
        {
            answer.SetException(PostgresFaults.Translate(failed.Fault));
            return;
        }

        try
        {
            answer.SetResult(Repeat(place, work));
        }
        catch (Exception fault)
        {
            answer.SetException(PostgresFaults.Translate(fault));
        }
    }

    /// <summary>What is asked of a store may be repeated safely, so a connection that went stale is replaced at once.</summary>
    private T Repeat<T>(Place place, Func<SqlSession, T> work)
    {
        for (var collisions = 0; ;)
        {
            var old = place.Session;
            try
            {
                place.Session ??= new SqlSession(new PostgresStatements(Connect()), PostgresConnections.Texts);
                return work(place.Session);
            }
            catch (Exception fault)
            {
                // Npgsql itself closes the connection at what it takes for a fault of the server, such as a full disk.
                if (PostgresFaults.IsLost(fault) || place.Session?.Rollback() == false) Drop(place);
                if (PostgresFaults.IsCollision(fault) && ++collisions < MostCollisions)
                {
                    StepAside(collisions);
                    continue;
                }

                if (old is not null && PostgresFaults.IsStale(fault)) continue;
                throw;
            }
        }
    }

    private NpgsqlConnection Connect()
    {
        try
        {
            return _open();
        }
        catch (NpgsqlException fault) when (PostgresFaults.IsLost(fault))
        {
            _failed = new FailedConnect(Stopwatch.GetTimestamp(), fault);
            throw;
        }
    }

    /// <summary>Waits a little, by chance, so that those who collided do not meet again in step.</summary>
    private void StepAside(int collisions) =>
        _closing.Wait(Random.Shared.Next(LongestStep.Milliseconds * collisions / MostCollisions + 1));

    private static void Drop(Place place)
    {
        var lost = place.Session;
        place.Session = null;
        lost?.Dispose();
    }
}
