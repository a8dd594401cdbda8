using ActorMail.Storage;

namespace ActorMail.Engine;

/// <summary>What the engine noticed at its last write.</summary>
internal sealed class SqlStoreHealth(ISqlEngine engine) : IStoreHealth
{
    /// <summary>A row that really changes: SQLite does not write one that stays as it is.</summary>
    private const string Probe = """
        insert into settings (key, value) values ('probed-at', @now) on conflict (key) do update set value = excluded.value
        """;

    public string? Fault => engine.Fault;

    public Task ProbeAsync(CancellationToken cancel) =>
        engine.WriteAsync(session => session.Run(Probe, BitConverter.GetBytes(session.Now)), cancel);
}
