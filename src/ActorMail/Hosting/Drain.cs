using ActorMail.Delivery;
using Akka;
using Akka.Actor;

namespace ActorMail.Hosting;

/// <summary>A node that is asked to stop starts nothing new, lets open messages end, stores their outcomes and gives its leases back.</summary>
internal static class Drain
{
    public static void At(CoordinatedShutdown shutdown, IActorRef dispatcher, DrainReport report)
    {
        const string phase = CoordinatedShutdown.PhaseServiceRequestsDone;
        var within = shutdown.Timeout(phase);
        shutdown.AddTask(phase, "actormail-drain", async () =>
        {
            report.Complete = false;
            var drained = await dispatcher.Ask<MailDispatcher.Drained>(new MailDispatcher.Drain(), within);
            report.Complete = drained.StillOpen == 0;
            return Done.Instance;
        });
    }
}
