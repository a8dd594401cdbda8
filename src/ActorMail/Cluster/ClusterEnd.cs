using ActorMail.Hosting;
using Akka;
using Akka.Actor;

namespace ActorMail.Cluster;

/// <summary>
/// How a node ends that its cluster goes on without: it drains as after SIGTERM, its actor system ends, and the host, which watches
/// over it, is stopped. The report tells the host that this was no wish of its operator, so that whoever watches the process starts
/// it anew.
/// </summary>
internal static class ClusterEnd
{
    /// <summary>The exit code Akka.NET's remoting gives as its reason after a handshake that failed; the reason itself is internal.</summary>
    private const int TlsFailed = 79;

    public static void At(CoordinatedShutdown shutdown, DrainReport report) =>
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "actormail-cast-out", () =>
        {
            report.CastOut = shutdown.ShutdownReason switch
            {
                CoordinatedShutdown.ClusterDowningReason => "The cluster could not reach this node and goes on without it.",
                CastOutReason reason => reason.Why,
                { ExitCode: TlsFailed } => "TLS with another node failed: one of the two certificates is not issued by the other's "
                    + "Cluster:Tls:Authority. The log says which.",
                _ => null,
            };
            return Task.FromResult(Done.Instance);
        });

    /// <summary>
    /// Ends this node's actor system because of <paramref name="why"/>. On a thread of its own: begun on an actor's scheduler, the
    /// shutdown would lose its end with that actor, and the host would wait for it for ever.
    /// </summary>
    public static void CastOut(ActorSystem system, string why)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        _ = Task.Run(() => shutdown.Run(new CastOutReason(why)));
    }

    private sealed class CastOutReason(string why) : CoordinatedShutdown.Reason
    {
        public string Why { get; } = why;

        public override int ExitCode => 1;
    }
}
