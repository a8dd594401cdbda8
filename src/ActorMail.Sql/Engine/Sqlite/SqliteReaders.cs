using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ActorMail.Engine;

/// <summary>A few connections that read beside the writer, each read on one snapshot and on a pool thread.</summary>
internal sealed class SqliteReaders(SqliteConnections connections) : IAsyncDisposable
{
    private const int Most = 4;
    private readonly SemaphoreSlim _free = new(Most);
    private readonly ConcurrentStack<SqlSession> _idle = [];

    public async Task<T> RunAsync<T>(Func<SqlSession, T> work, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(work), cancel).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var taken = 0; taken < Most; taken++) await _free.WaitAsync().ConfigureAwait(false);
        foreach (var session in _idle) session.Dispose();
    }

    private T Read<T>(Func<SqlSession, T> work)
    {
        SqlSession? session = null;
        try
        {
            if (!_idle.TryPop(out session)) session = new SqlSession(new SqliteStatements(connections.OpenReader()), SqliteConnections.Texts);
            session.Begin("begin");
            var result = work(session);
            session.Run("commit");
            _idle.Push(session);
            return result;
        }
        catch (Exception fault)
        {
            session?.Dispose();
            if (fault is SqliteException known && SqliteFaults.Translate(known) is var told && told != fault) throw told;
            throw;
        }
    }
}
