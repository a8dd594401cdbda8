namespace ActorMail.Adapters.Tests.Model;

/// <summary>
/// Something that happens; its numbers count round what there is, and it does nothing where there is nothing, so that any list of
/// operations can be played and shortened.
/// </summary>
internal abstract record Operation
{
    protected static readonly CancellationToken None = CancellationToken.None;

    public abstract Task PlayAsync(World world);
}

/// <summary>Time passes; leases end. Nothing where the clock runs by itself.</summary>
internal sealed record Wait(int Minutes) : Operation
{
    public override Task PlayAsync(World world)
    {
        world.Pass(TimeSpan.FromMinutes(Minutes));
        return Task.CompletedTask;
    }
}

/// <summary>A list of operations for that many readers.</summary>
internal sealed record Script(int Readers, IReadOnlyList<Operation> Operations)
{
    public override string ToString() => $"\n{Readers} readers\n{string.Join('\n', Operations)}\n";
}
