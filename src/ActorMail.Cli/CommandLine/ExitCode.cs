namespace ActorMail.Cli.CommandLine;

/// <summary>What a command says to the script that ran it; users' scripts depend on the numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The node refused, or something failed.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>No node answered, or the connection broke before the answer was complete.</summary>
    public const int Unreachable = 3;

    /// <summary>Stopped by Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>Nobody reads stdout any more (128 + SIGPIPE); the command ended before its end.</summary>
    public const int Unread = 141;
}
