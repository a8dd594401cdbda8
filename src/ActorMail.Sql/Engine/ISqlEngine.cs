namespace ActorMail.Engine;

/// <summary>
/// Runs transactions; one implementation an engine. The stores above it hold plain SQL that both engines read, so what differs
/// (connections, writing one at a time, the clock, which errors mean "not now") is known here only.
/// </summary>
internal interface ISqlEngine : IAsyncDisposable
{
    /// <summary>Why the last write failed; null once one succeeded again.</summary>
    string? Fault { get; }

    /// <summary>Runs <paramref name="work"/> on one snapshot, beside writers.</summary>
    Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancel);

    /// <summary>
    /// Runs <paramref name="work"/> as one durable transaction; an exception undoes it. Writers take turns in the order they
    /// came, so a transaction has to be short.
    /// </summary>
    Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancel);
}
