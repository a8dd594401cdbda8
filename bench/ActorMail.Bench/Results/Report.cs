using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ActorMail.Bench.Results;

/// <summary>Shows a measurement and keeps it as bench/results/DATE-WHAT.md and .json.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Gives the number of figures that missed their goal.</summary>
    public static int Keep(Measured measured)
    {
        var machine = Machine.Here();
        var text = Markdown(measured, machine);
        Console.WriteLine(text);
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}-{measured.What}");
        var path = Path.Combine(Folder(), name);
        File.WriteAllText(path + ".md", text);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(new { machine, measured }, Indented) + "\n");
        return measured.Figures.Count(figure => !figure.Reached);
    }

    private static string Markdown(Measured measured, Machine machine)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(measured.Title).Append("\n\n").Append(machine).Append("\n\n");
        if (measured.Rows.Count > 0)
            text.Append(Row.Head).Append('\n').AppendJoin('\n', measured.Rows).Append("\n\n");
        text.Append("| figure | value | goal |\n|---|---:|---|\n");
        foreach (var figure in measured.Figures)
        {
            var goal = figure.Bound is not { } bound ? "" : string.Create(CultureInfo.InvariantCulture,
                $"at {(bound.AtLeast ? "least" : "most")} {bound.Limit:0.##}: {(figure.Reached ? "reached" : "MISSED")}");
            text.Append(
                CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Value:N2} {figure.Unit} | {goal} |\n");
        }

        return text.ToString();
    }

    /// <summary>bench/results of the working tree the program was built in, else of the current folder.</summary>
    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var results = Path.Combine(folder.FullName, "bench", "results");
            if (File.Exists(Path.Combine(folder.FullName, "ActorMail.sln")))
                return Directory.CreateDirectory(results).FullName;
        }

        return Directory.CreateDirectory(Path.Combine("bench", "results")).FullName;
    }
}
