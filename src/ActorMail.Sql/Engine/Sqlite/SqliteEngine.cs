using ActorMail.Storage;

namespace ActorMail.Engine;

/// <summary>SQLite: one writer, a few readers beside it; in memory the writer's connection serves both.</summary>
internal sealed class SqliteEngine(SqliteConnections connections, SqlSession writing) : ISqlEngine
{
    private readonly SqliteWriter _writer = new(writing);
    private readonly SqliteReaders? _readers = connections.InMemory ? null : new SqliteReaders(connections);

    private volatile string? _fault;

    public string? Fault => _fault;

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancel) =>
        _readers is null ? _writer.RunAsync("begin", work, cancel) : _readers.RunAsync(work, cancel);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancel) => WriteAsync(work, goOnHere: false, cancel);

    /// <inheritdoc cref="SqliteWriter.RunAsync"/>
    public async Task<T> WriteAsync<T>(Func<SqlSession, T> work, bool goOnHere, CancellationToken cancel)
    {
        var wrote = true;
        try
        {
            var result = await _writer.RunAsync("begin immediate", Noting, cancel, goOnHere).ConfigureAwait(false);
            if (wrote) _fault = null;
            return result;
        }
        catch (StoreUnavailableException unavailable)
        {
            _fault = unavailable.Message;
            throw;
        }

        // A transaction that changes nothing succeeds on a full disk too, so it is no sign that the fault has ended.
        T Noting(SqlSession session)
        {
            if (_fault is null) return work(session);
            var before = Changes(session);
            var result = work(session);
            wrote = Changes(session) > before;
            return result;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The writer's connection goes last: it is the one that may fold the log into the file.
        if (_readers is not null) await _readers.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    private static long Changes(SqlSession session) => session.Number("select total_changes()");
}
