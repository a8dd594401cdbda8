using ActorMail.CrashRig.Runs;

namespace ActorMail.CrashRig.Mutations;

/// <summary>A way to break the round, and the runs that have to notice.</summary>
/// <param name="Expected">A part of what the oracle has to say: a run that only took too long proves nothing.</param>
/// <param name="Plans">Tried in order until one of them shows it.</param>
internal sealed record Mutation(
    string Name, string Expected, IReadOnlyList<Replacement> Replacements, IReadOnlyList<CrashPlan> Plans)
{
    public override string ToString() => Name;
}

/// <summary>An exact text of a source file of src/ActorMail.Sql and what stands there instead.</summary>
internal sealed record Replacement(string File, string Text, string Instead);
