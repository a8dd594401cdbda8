using ActorMail.Bench.Results;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ActorMail.Bench.Parts;

/// <summary>What the parts without wire and disk cost, measured by BenchmarkDotNet in this process (docs/decisions/0006).</summary>
internal static class PartCosts
{
    private static readonly Type[] Parts = [typeof(LetterParts), typeof(ReplyParts), typeof(RoundParts)];

    /// <summary>What may be allocated for a letter (issue 7).</summary>
    private const int MostBytes = 8 * 1024;

    private static readonly string[] Bounded = [nameof(LetterParts.Personalise), nameof(LetterParts.SignRsa), nameof(RoundParts.RoundAsync)];

    public static Measured Measure()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "actormail-parts"));
        var reports = Parts.SelectMany(part => BenchmarkRunner.Run(part, config).Reports).ToList();
        return new Measured("parts", "The parts of a letter's way without wire and disk, by BenchmarkDotNet", [.. reports.SelectMany(Figures)]);
    }

    private static IEnumerable<Figure> Figures(BenchmarkReport report)
    {
        var method = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
        var name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
        var statistics = report.ResultStatistics ?? throw new InvalidOperationException($"There is no result of: {name}");
        yield return new Figure(name, statistics.Mean / 1000, "µs");
        yield return new Figure($"{name}: allocates", report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0, "bytes",
            Bounded.Contains(method) ? Bound.Under(MostBytes) : null);
    }
}
