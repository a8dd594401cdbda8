using ActorMail.Cli.CommandLine;

namespace ActorMail.Cli.Terminal;

/// <summary>
/// Shows the same thing anew every second: in place on a terminal, one below the other elsewhere. A node that does not answer for a
/// while is waited for, once it has answered.
/// </summary>
internal static class LiveDisplay
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static async Task ShowAsync(Shell shell, bool json, Func<Task> show, CancellationToken cancel)
    {
        for (var shown = 0; ; await Task.Delay(Every, shell.Time, cancel))
        {
            Begin(shell, json, shown);
            try
            {
                await show();
                shown++;
            }
            catch (CommandEnded ended) when (ended.MayPass && shown > 0)
            {
                shell.Say(ended.Message);
            }

            shell.Flush();
        }
    }

    /// <summary>All of a screen goes out in one write, so it does not flicker.</summary>
    private static void Begin(Shell shell, bool json, int shown)
    {
        if (shell.OutputIsTerminal) shell.PrintRaw("\e[H\e[J"u8);
        else if (shown > 0 && !json) shell.Print("");
    }
}
