namespace ActorMail;

/// <summary>ActorMail cannot start, and why: wrong settings (all of them at once), or what it needs is taken or broken.</summary>
/// <param name="lines">One reason a line, for whoever operates the application; never a secret.</param>
public sealed class ActorMailStartException(IReadOnlyList<string> lines)
    : Exception("ActorMail cannot start. " + string.Join(Environment.NewLine, lines))
{
    /// <summary>One reason a line, for whoever operates the application; never a secret.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
