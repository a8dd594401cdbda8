using ActorMail.CrashRig.Runs;
using ActorMail.CrashRig.Summaries;

namespace ActorMail.CrashRig.Mutations;

/// <summary>Shows that the rig can fail: every mutation has to break a promise the oracle watches.</summary>
internal static class MutationCheck
{
    /// <summary>The program's exit code: 0 when every mutation was caught.</summary>
    public static async Task<int> RunAllAsync(TextWriter to)
    {
        var missed = 0;
        using var tree = new MutatedTree(SourceTree.Root);
        foreach (var mutation in AllMutations.List)
        {
            var found = await FindAsync(tree, mutation);
            await to.WriteLineAsync(found is null ? $"MISSED {mutation}" : $"caught {mutation}\n  {string.Join("\n  ", found.Take(3))}");
            if (found is null) missed++;
        }

        return missed;
    }

    /// <summary>
    /// The promises found broken, the expected one among them; null when the mutation went unnoticed.
    /// </summary>
    public static async Task<IReadOnlyList<string>?> FindAsync(MutatedTree tree, Mutation mutation)
    {
        var program = await tree.BuildAsync(mutation);
        try
        {
            foreach (var plan in mutation.Plans)
            {
                var run = await CrashRun.RunAsync(plan, program);
                if (run.Violations.Any(violation => violation.Contains(mutation.Expected, StringComparison.Ordinal))) return run.Violations;
            }

            return null;
        }
        finally
        {
            tree.Mend(mutation);
        }
    }
}
