using ActorMail.Engine;

namespace ActorMail.Delivery;

/// <summary>How an engine commits a round.</summary>
internal interface IRounds
{
    Task<RoundResult> CommitAsync(Round round, CancellationToken cancel);
}

/// <summary>Statement by statement: SQLite is in this process, so a statement costs no round trip.</summary>
internal sealed class SteppedRounds(ISqlEngine engine) : IRounds
{
    public Task<RoundResult> CommitAsync(Round round, CancellationToken cancel) =>
        engine.WriteAsync(session => new RoundTransaction(session, round).Run(), cancel);
}
