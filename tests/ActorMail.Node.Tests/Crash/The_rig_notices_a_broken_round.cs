using ActorMail.CrashRig.Mutations;
using ActorMail.CrashRig.Summaries;

namespace ActorMail.Node.Tests.Crash;

/// <summary>
/// A rig that cannot fail proves nothing: each mutation of the round has to break a promise it watches.
/// </summary>
public sealed class The_rig_notices_a_broken_round(The_rig_notices_a_broken_round.Copy copy)
    : IClassFixture<The_rig_notices_a_broken_round.Copy>
{
    /// <summary>One copy of the source for all, so that each mutation builds only what it changes.</summary>
    public sealed class Copy : IDisposable
    {
        private readonly Lazy<MutatedTree> _tree = new(() => new MutatedTree(SourceTree.Root));

        internal MutatedTree Tree => _tree.Value;

        public void Dispose()
        {
            if (_tree.IsValueCreated) _tree.Value.Dispose();
        }
    }

    public static TheoryData<string> Names => [.. AllMutations.List.Select(mutation => mutation.Name)];

    [MutationTheory]
    [MemberData(nameof(Names))]
    public async Task When(string mutation) => Assert.NotNull(
        await MutationCheck.FindAsync(copy.Tree, AllMutations.List.Single(known => known.Name == mutation)));

    [Fact]
    public async Task And_a_sound_one_passes_the_same_runs()
    {
        foreach (var plan in AllMutations.List.SelectMany(mutation => mutation.Plans).Distinct())
            await Crash.KeepsItsPromisesAsync(plan);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void And_each_mutation_has_its_text(string mutation) => Assert.All(
        AllMutations.List.Single(known => known.Name == mutation).Replacements,
        change => Assert.NotEmpty(change.In(File.ReadAllText(Path.Combine(SourceTree.Root, change.File)).ReplaceLineEndings("\n"))));

    [Fact]
    public async Task A_mutation_whose_text_is_gone_is_no_mutation()
    {
        using var tree = new MutatedTree(SourceTree.Root);
        var stale = new Mutation("stale", "", [new("src/ActorMail.Sql/Delivery/Grants.cs", "this is not there", "")], []);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => tree.BuildAsync(stale));
        Assert.Contains("out of date", fault.Message);
    }
}
