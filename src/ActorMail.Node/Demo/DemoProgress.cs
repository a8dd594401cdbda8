using Spectre.Console;

namespace ActorMail.Node.Demo;

/// <summary>Draws a post's way: a bar on a terminal, a line for each step elsewhere.</summary>
internal static class DemoProgress
{
    /// <summary>Shows every glance and gives the last one.</summary>
    public static Task<Progress> ShowAsync(IAnsiConsole console, IAsyncEnumerable<Progress> glances) =>
        console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? DrawAsync(console, glances)
            : PrintAsync(console, glances);

    private static Task<Progress> DrawAsync(IAnsiConsole console, IAsyncEnumerable<Progress> glances) =>
        console.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .StartAsync(async drawing =>
        {
            var bar = drawing.AddTask("sending");
            Progress? last = null;
            await foreach (var glance in glances)
            {
                last = glance;
                bar.MaxValue = Math.Max(1, glance.Totals.Audience);
                bar.Value = glance.Totals.Decided;
                bar.Description =
                    $"{glance.Totals.Accepted:N0} of {glance.Totals.Audience:N0} accepted, {glance.RatePerSecond:N0}/s";
            }

            return last!;
        });

    private static async Task<Progress> PrintAsync(IAnsiConsole console, IAsyncEnumerable<Progress> glances)
    {
        Progress? last = null;
        await foreach (var glance in glances)
        {
            if (last?.Totals != glance.Totals)
                console.WriteLine(
                    $"{glance.Totals.Decided:N0} of {glance.Totals.Audience:N0} decided ({glance.Status})");
            last = glance;
        }

        return last!;
    }
}
