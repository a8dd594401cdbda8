using ActorMail.Engine;

namespace ActorMail.Delivery;

/// <summary>How an engine commits a round.</summary>
internal interface IRounds
{
    Task<RoundResult> CommitAsync(Round round, CancellationToken cancel);
}

/// <summary>
/// Statement by statement: SQLite is in this process, so a statement costs no round trip. The answer is told from the writer's own
/// thread: all a dispatcher does with it there is to put it into its mailbox.
/// </summary>
internal sealed class SteppedRounds(SqliteEngine engine) : IRounds
{
    public Task<RoundResult> CommitAsync(Round round, CancellationToken cancel) =>
        engine.WriteAsync(session => new RoundTransaction(session, round).Run(), goOnHere: true, cancel);
}
