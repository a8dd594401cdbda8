namespace ActorMail.Node.Start;

/// <summary>
/// Why the node does not start, in lines for the operator. Thrown before anything runs, caught once at the top.
/// </summary>
internal sealed class StartRefused(int exitCode, IReadOnlyList<string> lines) : Exception(string.Join('\n', lines))
{
    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int Configuration = 78;

    /// <summary>Something the node needs is taken or broken.</summary>
    public const int Surroundings = 1;

    public StartRefused(int exitCode, string line)
        : this(exitCode, [line]) { }

    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Lines { get; } = lines;
}
