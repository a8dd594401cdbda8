using System.Collections.Concurrent;
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
    private readonly BlockingCollection<Action> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqlSession _session;

    public SqliteWriter(SqlSession session)
    {
        _session = session;
        new Thread(Work) { IsBackground = true, Name = "ActorMail SQLite writer" }.Start();
    }

    public Task<T> RunAsync<T>(string begin, Func<SqlSession, T> work, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return Task.FromCanceled<T>(cancel);
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _queue.Add(() => Transact(begin, work, answer, cancel), CancellationToken.None);
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
        await _ended.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        foreach (var transaction in _queue.GetConsumingEnumerable()) transaction();
        _session.Dispose();
        _ended.SetResult();
    }

    private void Transact<T>(string begin, Func<SqlSession, T> work, TaskCompletionSource<T> answer, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            answer.SetCanceled(cancel);
            return;
        }

        try
        {
            _session.Begin(begin);
            var result = work(_session);
            _session.Run("commit");
            answer.SetResult(result);
        }
        catch (Exception fault)
        {
            _session.Rollback();
            answer.SetException(fault is SqliteException known ? SqliteFaults.Translate(known) : fault);
        }
    }
}
