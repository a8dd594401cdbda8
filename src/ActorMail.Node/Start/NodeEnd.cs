using ActorMail.Hosting;
using ActorMail.Web.Migration;

namespace ActorMail.Node.Start;

/// <summary>What a node that ran says at its end.</summary>
internal static class NodeEnd
{
    /// <summary>EX_TEMPFAIL of sysexits.h: all went well, and the node is to be started again.</summary>
    public const int StartAgain = 75;

    /// <summary>0 when it ended as its operator wished; anything else asks whoever watches the process to start it anew.</summary>
    public static int ExitCode(DrainReport report, NewSecret secret, TextWriter errors)
    {
        if (report.CastOut is { } why) errors.WriteLine($"This node ended by itself. {why}");
        if (!report.Complete || report.CastOut is not null) return StartRefused.Surroundings;
        if (!secret.HasCome) return 0;
        errors.WriteLine("This node's secret is that of the database moved in, unless nothing came: start it again, and it reads which it is.");
        return StartAgain;
    }
}
