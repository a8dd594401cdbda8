namespace ActorMail.Node.Tests.Crash;

/// <summary>
/// Builds broken nodes from a copy of the source, which takes a minute or two; skipped only when told so.
/// </summary>
internal sealed class MutationTheoryAttribute : TheoryAttribute
{
    private const string Variable = "ACTORMAIL_SKIP_MUTATIONS";

    public MutationTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }) Skip = $"{Variable} is set";
    }
}
