using ActorMail.Storage;

namespace ActorMail.Engine;

/// <summary>PostgreSQL: several writers and several readers at once, each on a connection of its own.</summary>
internal sealed class PostgresEngine(PostgresConnections connections) : ISqlEngine
{
    private const int Writers = 8;
    private const int Readers = 4;
    private readonly PostgresWorkers _writers = new("writer", Writers, connections.OpenWriter);
    private readonly PostgresWorkers _readers = new("reader", Readers, connections.OpenReader);

    private volatile string? _fault;

    public string? Fault => _fault;

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancel) =>
        _readers.RunAsync(session => Transact(session, "begin isolation level repeatable read read only", work), cancel);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancel) => NoteAsync(
        note => _writers.RunAsync(session => Transact(session, "begin", once =>
        {
            var result = work(once);
            // A transaction that changes nothing succeeds on a full disk too, so it is no sign that the fault has ended.
            note(_fault is null || once.First("select pg_current_xact_id_if_assigned() is not null", row => row.Flag(0)));
            return result;
        }), cancel));

    /// <summary>
    /// Runs <paramref name="work"/>, a single statement that writes, as a transaction of its own: one round trip, and no lock is
    /// held while this process stands still.
    /// </summary>
    public Task<T> WriteOnceAsync<T>(Func<SqlSession, T> work, CancellationToken cancel) =>
        NoteAsync(note => _writers.RunAsync(
            session =>
            {
                session.Forget();
                note(true);
                return work(session);
            }, cancel));

    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync().ConfigureAwait(false);
        await _writers.DisposeAsync().ConfigureAwait(false);
    }

    private static T Transact<T>(SqlSession session, string begin, Func<SqlSession, T> work)
    {
        session.Begin(begin);
        var result = work(session);
        session.Run("commit");
        return result;
    }

    private async Task<T> NoteAsync<T>(Func<Action<bool>, Task<T>> write)
    {
        var wrote = false;
        try
        {
            var result = await write(now => wrote = now).ConfigureAwait(false);
            if (wrote) _fault = null;
            return result;
        }
        catch (StoreUnavailableException unavailable)
        {
            _fault = unavailable.Message;
            throw;
        }
    }
}
