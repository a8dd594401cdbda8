using ActorMail.Rig.Networks;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>A test that cuts networks; skipped with the reason where they cannot be made.</summary>
internal sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute() => Skip = PartitionableNet.Missing;
}

/// <summary>A test of a cluster whose networks are cut; skipped with the reason where something for it is missing.</summary>
internal sealed class PartitionFactAttribute : FactAttribute
{
    public PartitionFactAttribute() => Skip = PostgresPrograms.Missing ?? PartitionableNet.Missing;
}
