namespace ActorMail.CrashRig.Runs;

/// <summary>What one run came to.</summary>
/// <param name="Kills">Strikes, whatever they were.</param>
/// <param name="Messages">Final dots the receiver saw.</param>
/// <param name="Uncertain">Attempts nobody knows the end of.</param>
/// <param name="Copies">Messages beyond a reader's first.</param>
/// <param name="MaxCopiesPerKill">The most copies one kill caused.</param>
/// <param name="Lost">Readers without a message whose outcome does not say so.</param>
/// <param name="Violations">Promises broken; empty when the run is sound.</param>
internal sealed record RunReport(
    RunPlan Plan, int Kills, int Messages, int Uncertain, int Copies, int MaxCopiesPerKill, int Lost,
    IReadOnlyList<string> Violations)
{
    public bool Sound => Violations.Count == 0;

    public override string ToString() =>
        $"{Plan}: {Messages} messages, {Uncertain} uncertain, {Copies} copies (at most {MaxCopiesPerKill} by one kill), {Lost} lost"
        + string.Concat(Violations.Select(violation => $"\n  BROKEN: {violation}"));
}
