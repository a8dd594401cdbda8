using ActorMail.Hosting;

namespace ActorMail.Node.Start;

/// <summary>What a node that ran says at its end.</summary>
internal static class NodeEnd
{
    /// <summary>0 when it ended as its operator wished; anything else asks whoever watches the process to start it anew.</summary>
    public static int ExitCode(DrainReport report, TextWriter errors)
    {
        if (report.CastOut is { } why) errors.WriteLine($"This node ended by itself. {why}");
        return report.Complete && report.CastOut is null ? 0 : StartRefused.Surroundings;
    }
}
