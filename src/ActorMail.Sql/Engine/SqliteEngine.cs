namespace ActorMail.Engine;

/// <summary>SQLite: one writer, a few readers beside it; in memory the writer's connection serves both.</summary>
internal sealed class SqliteEngine(SqliteConnections connections, SqlSession writing) : ISqlEngine
{
    private readonly SqliteWriter _writer = new(writing);
    private readonly SqliteReaders? _readers = connections.InMemory ? null : new SqliteReaders(connections);

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancel) =>
        _readers is null ? _writer.RunAsync("begin", work, cancel) : _readers.RunAsync(work, cancel);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancel) =>
        _writer.RunAsync("begin immediate", work, cancel);

    public async ValueTask DisposeAsync()
    {
        // The writer's connection goes last: it is the one that may fold the log into the file.
        if (_readers is not null) await _readers.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
    }
}
