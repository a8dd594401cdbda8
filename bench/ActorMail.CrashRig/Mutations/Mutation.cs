using ActorMail.CrashRig.Runs;

namespace ActorMail.CrashRig.Mutations;

/// <summary>A way to break the round, and the runs that have to notice.</summary>
/// <param name="Plans">Tried in order until one of them finds a promise broken.</param>
internal sealed record Mutation(string Name, IReadOnlyList<Replacement> Replacements, IReadOnlyList<CrashPlan> Plans)
{
    public override string ToString() => Name;
}

/// <summary>An exact text of a source file and what stands there instead.</summary>
internal sealed record Replacement(string File, string Text, string Instead);
