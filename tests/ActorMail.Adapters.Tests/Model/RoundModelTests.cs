using ActorMail.Testing.Postgres;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Sdk;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>
/// The round as a state machine (issue 3): whatever happens in whatever order, the real store does what the specification says.
/// A failure prints the shortest list of operations found and its seed, which
/// <c>ACTORMAIL_MODEL_REPLAY=seed,gamma,size</c> plays again; <c>ACTORMAIL_MODEL_RUNS</c> sets the number of lists.
/// </summary>
public sealed class RoundModelTests
{
    /// <summary>A model that never gets here would prove nothing.</summary>
    private static readonly string[] Wanted =
    [
        "Granted", "Skipped", "NotSending", "LeaseLost", "First slice", "First slice taken over", "Retry slice",
        "Retry slice taken over", "a late outcome", "Sent", "Cancelled",
    ];

    private readonly HashSet<string> _reached = [];

    [Fact]
    public void Any_order_of_operations_does_to_the_store_what_the_model_says()
    {
        var config = Config(300);
        Check.One(config, Prop.ForAll(Scripts.Arbitrary, script => Play(script, ModelStore.InMemory())));
        if (config.MaxTest >= 300) Assert.Subset(_reached, Wanted.ToHashSet());
    }

    [Fact]
    public void A_file_with_its_readers_beside_the_writer_does_so_too() =>
        Check.One(Config(15), Prop.ForAll(
            Scripts.Arbitrary, script => Play(script, ModelStore.OnFileAsync().GetAwaiter().GetResult())));

    [PostgresFact]
    public void PostgreSQL_does_so_too() =>
        Check.One(Config(15), Prop.ForAll(
            Scripts.Arbitrary, script => Play(script, ModelStore.OnPostgresAsync().GetAwaiter().GetResult())));

    private static Config Config(int runs)
    {
        var config = FsCheck.Config.QuickThrowOnFailure;
        if (Environment.GetEnvironmentVariable("ACTORMAIL_MODEL_REPLAY") is { Length: > 0 } seed)
            config = config.WithReplay(Replay(seed));
        return config.WithMaxTest(
            int.TryParse(Environment.GetEnvironmentVariable("ACTORMAIL_MODEL_RUNS"), out var wanted) ? wanted : runs);
    }

    private static Replay Replay(string text)
    {
        var numbers = text.Trim('(', ')', ' ').Split(',').Select(ulong.Parse).ToArray();
        return new Replay(new Rnd(numbers[0], numbers[1]), numbers.Length > 2 ? FSharpOption<int>.Some((int)numbers[2]) : null);
    }

    // FsCheck's shrinking is synchronous.
    private void Play(Script script, ModelStore store) => PlayAsync(script, store).GetAwaiter().GetResult();

    private async Task PlayAsync(Script script, ModelStore store)
    {
        var world = new World(store, _reached);
        try
        {
            await world.BeginAsync(script.Readers);
            foreach (var operation in script.Operations) await world.PlayAsync(operation);
            await Quiet.ReachAsync(world);
        }
        catch (Exception fault)
        {
            throw new XunitException($"Operation {world.Played}, {world.Last}\n{fault.Message}", fault);
        }
        finally
        {
            await store.Close();
        }
    }
}
