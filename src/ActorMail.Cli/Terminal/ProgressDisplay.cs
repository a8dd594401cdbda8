using Spectre.Console;

namespace ActorMail.Cli.Terminal;

/// <summary>How far something is.</summary>
/// <param name="Of">The whole; null when it is not known.</param>
internal sealed record ProgressStep(string Text, double Done, double? Of);

/// <summary>Shows progress on stderr: a moving bar to a person, a line every ten seconds to a log.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10);

    public static Task<T> ShowAsync<T>(Shell shell, Func<Action<ProgressStep>, Task<T>> work) =>
        shell.ErrorIsTerminal ? AsBarAsync(shell, work) : AsLinesAsync(shell, work);

    private static Task<T> AsBarAsync<T>(Shell shell, Func<Action<ProgressStep>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Error) });
        return new Progress(console, shell.Time)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context =>
            {
                var bar = context.AddTask("...", maxValue: 1);
                return work(step =>
                {
                    bar.Description = Markup.Escape(Printable.Clean(step.Text));
                    bar.IsIndeterminate = step.Of is null;
                    bar.MaxValue = Math.Max(step.Of ?? 1, 1);
                    bar.Value = Math.Min(step.Done, bar.MaxValue);
                });
            });
    }

    private static Task<T> AsLinesAsync<T>(Shell shell, Func<Action<ProgressStep>, Task<T>> work)
    {
        var last = shell.Time.GetTimestamp();
        return work(step =>
        {
            if (shell.Time.GetElapsedTime(last) < LineEvery) return;
            last = shell.Time.GetTimestamp();
            shell.Say(step.Text);
        });
    }
}
