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
internal sealed record Replacement(string File, string Text, string Instead)
{
    /// <summary>The file's text with this in it. A text that is not there exactly once would leave the node sound and the check worthless.</summary>
    public string In(string text)
    {
        if (text.Split(Text).Length != 2)
            throw new InvalidOperationException($"A mutation is out of date: in {File} this is not found exactly once:\n{Text}");
        return text.Replace(Text, Instead, StringComparison.Ordinal);
    }
}
