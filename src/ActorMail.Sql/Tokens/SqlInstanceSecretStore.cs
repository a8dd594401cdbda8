using ActorMail.Engine;

namespace ActorMail.Tokens;

/// <summary>Keeps the installation's secret among the settings.</summary>
internal sealed class SqlInstanceSecretStore(ISqlEngine engine) : IInstanceSecretStore
{
    private const string Read = "select value from settings where key = 'instance-secret'";

    public async Task<byte[]> GetOrCreateAsync(CancellationToken cancel) =>
        await engine.ReadAsync(session => session.First(Read, row => row.Value<byte[]>(0)), cancel).ConfigureAwait(false)
        ?? await engine.WriteAsync(Create, cancel).ConfigureAwait(false);

    /// <summary>The first caller's secret stays.</summary>
    private static byte[] Create(SqlSession session)
    {
        session.Run(
            "insert into settings (key, value) values ('instance-secret', @secret) on conflict do nothing",
            InstanceKeys.NewSecret());
        return session.First(Read, row => row.Value<byte[]>(0))!;
    }
}
