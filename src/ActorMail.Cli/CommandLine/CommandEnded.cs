namespace ActorMail.Cli.CommandLine;

/// <summary>
/// Ends a command with one line for stderr and an exit code. It is thrown wherever the reason is known and caught at one
/// place, the top of a command (<see cref="ActorMailCommand"/>), so that no verb has to carry failures upwards.
/// </summary>
internal sealed class CommandEnded : Exception
{
    private CommandEnded(int exitCode, string line) : base(line) => ExitCode = exitCode;

    public int ExitCode { get; }

    /// <summary>The node's own trouble or the link's: asking again later may go well.</summary>
    public bool MayPass { get; private init; }

    public static CommandEnded Refused(string why) => new(CommandLine.ExitCode.Refused, $"refused: {why}");

    public static CommandEnded Failed(string why, bool mayPass = false) =>
        new(CommandLine.ExitCode.Refused, $"failed: {why}") { MayPass = mayPass };

    public static CommandEnded Usage(string why) => new(CommandLine.ExitCode.Usage, $"usage: {why}");

    public static CommandEnded Unreachable(string why) =>
        new(CommandLine.ExitCode.Unreachable, $"unreachable: {why}") { MayPass = true };
}
