using ActorMail.Engine;

namespace ActorMail.Nodes;

/// <summary>One row a lease; the database decides who is first.</summary>
internal sealed class PostgresNamedLeases(ISqlEngine engine) : INamedLeases
{
    private const string Take = """
        insert into named_leases (name, owner, until) values (@name, @owner, @until)
        on conflict (name) do update set owner = excluded.owner, until = excluded.until
        where named_leases.owner = excluded.owner or named_leases.until <= @now
            or named_leases.owner = any (@giving_way)
        """;

    public Task<bool> TryTakeAsync(
        string name, string owner, IReadOnlyCollection<string> givingWay, TimeSpan lasts, CancellationToken cancel) =>
        engine.WriteAsync(session => session.Run(
            Take, name, owner, session.Now + (long)lasts.TotalMilliseconds, session.Now, givingWay.ToArray()) > 0, cancel);

    public Task ReleaseAsync(string name, string owner, CancellationToken cancel) => engine.WriteAsync(
        session => session.Run("delete from named_leases where name = @name and owner = @owner", name, owner), cancel);
}
