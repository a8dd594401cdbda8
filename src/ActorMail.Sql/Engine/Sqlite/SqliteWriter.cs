using System.Diagnostics;
using ActorMail.Storage;
using Microsoft.Data.Sqlite;

namespace ActorMail.Engine;

/// <summary>
/// The one writer: a thread of its own that takes transactions in the order they came. SQLite has one writer and makes others
/// sleep, so nobody competes for it; and since it blocks, no caller's thread waits with it.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const string Closed = "The database is closed.";
    private readonly WorkQueue _queue = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqlSession _session;

    /// <summary>When the last vain wait for another process's lock began; only the writer's thread looks.</summary>
    private long _lockedSince = long.MinValue;

    public SqliteWriter(SqlSession session)
    {
        _session = session;
        new Thread(Work) { IsBackground = true, Name = "ActorMail SQLite writer" }.Start();
    }

    /// <param name="goOnHere">
    /// Whoever waits goes on on the writer's thread, which saves waking another one: only for those who do next to nothing there.
    /// </param>
    public Task<T> RunAsync<T>(string begin, Func<SqlSession, T> work, CancellationToken cancel, bool goOnHere = false)
    {
        if (cancel.IsCancellationRequested) return Task.FromCanceled<T>(cancel);
        var answer = new TaskCompletionSource<T>(goOnHere ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = Stopwatch.GetTimestamp();
        if (!_queue.Add(() => Transact(begin, work, answer, asked, cancel)))
            answer.SetException(new StoreUnavailableException(Closed));
        return answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        while (_queue.Take() is { } transaction) transaction();
        _session.Dispose();
        _ended.SetResult();
    }

    private void Transact<T>(
        string begin, Func<SqlSession, T> work, TaskCompletionSource<T> answer, long asked, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            answer.SetCanceled(cancel);
            return;
        }

        // Who waited all the while another one waited in vain gives up with it, so that nobody waits for the whole queue.
        if (asked <= _lockedSince)
        {
            answer.SetException(new StoreUnavailableException(SqliteFaults.LockedWhy));
            return;
        }

        var began = Stopwatch.GetTimestamp();
        try
        {
            _session.Begin(begin);
            var result = work(_session);
            _session.Run("commit");
            answer.SetResult(result);
        }
        catch (Exception fault)
        {
            if (fault is SqliteException { SqliteErrorCode: SqliteFaults.Busy }) _lockedSince = began;
            _session.Rollback();
            answer.SetException(fault is SqliteException known ? SqliteFaults.Translate(known) : fault);
        }
    }
}
