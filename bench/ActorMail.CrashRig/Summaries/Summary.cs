using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ActorMail.CrashRig.Runs;

namespace ActorMail.CrashRig.Summaries;

/// <summary>
/// The account of a long run, written anew after each of its runs so that it may be ended at any time.
/// </summary>
internal sealed class Summary(string file, RigArguments arguments, DateTimeOffset began)
{
    private readonly List<RunReport> _runs = [];

    public int Cycles => _runs.Sum(run => run.Kills);

    public int Unsound => _runs.Count(run => !run.Sound);

    public void Add(RunReport run, DateTimeOffset now)
    {
        _runs.Add(run);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, Text(now));
    }

    public string Totals() => string.Create(CultureInfo.InvariantCulture, $"""
        | cycles ({(arguments.Nodes > 1 ? "SIGKILL, SIGSTOP or SIGTERM" : "SIGKILL")} and restart) | {Cycles} |
        | runs | {_runs.Count} |
        | readers | {_runs.Sum(run => run.Plan.Mails)} |
        | messages | {_runs.Sum(run => run.Messages)} |
        | uncertain | {_runs.Sum(run => run.Uncertain)} |
        | copies | {_runs.Sum(run => run.Copies)} |
        | copies under hold and skip | {_runs.Where(run => run.Plan.OnUncertain != "resend").Sum(run => run.Copies)} |
        | most copies by one kill, beside the connections of that run | {Worst()} |
        | lost | {_runs.Sum(run => run.Lost)} |
        | runs that broke a promise | {Unsound} |

        """);

    private string Worst() => _runs.MaxBy(run => (double)run.MaxCopiesPerKill / run.Plan.Connections) is { } worst
        ? $"{worst.MaxCopiesPerKill} of {worst.Plan.Connections}"
        : "none";

    private string Text(DateTimeOffset now)
    {
        var text = new StringBuilder()
            .AppendLine("# Crash rig").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"`{arguments}`").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"{began:yyyy-MM-dd HH:mm} UTC, {(now - began).TotalMinutes:N0} min, ")
            .AppendLine(CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {(arguments.Nodes > 1 ? $"PostgreSQL, {arguments.Nodes} nodes" : "SQLite, one node")}.")
            .AppendLine().AppendLine("| what | |").AppendLine("|---|---:|").AppendLine(Totals())
            .AppendLine("| seed | readers | connections | policy | kills | messages | uncertain | copies | most by one kill | lost |")
            .AppendLine("|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|");
        foreach (var run in _runs)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {run.Plan.Seed} | {run.Plan.Mails} | {run.Plan.Connections} | {run.Plan.OnUncertain} | {run.Kills} | {run.Messages} | {run.Uncertain} | {run.Copies} | {run.MaxCopiesPerKill} | {run.Lost} |");
        }

        foreach (var run in _runs.Where(run => !run.Sound)) text.AppendLine().AppendLine("```").AppendLine(run.ToString()).AppendLine("```");
        return text.ToString();
    }
}
