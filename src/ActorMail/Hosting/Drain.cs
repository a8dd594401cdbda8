using ActorMail.Delivery;
using Akka;
using Akka.Actor;

namespace ActorMail.Hosting;

/// <summary>A node that is asked to stop starts nothing new, lets open messages end, stores their outcomes and gives its leases back.</summary>
internal static class Drain
{
    public static void At(CoordinatedShutdown shutdown, IActorRef dispatcher, DrainReport report)
    {
        // The others have taken its slices over, so nothing is lost by not waiting for a relay that may be out of reach, too.
        var castOutWithin = TimeSpan.FromSeconds(20);
        const string phase = CoordinatedShutdown.PhaseServiceRequestsDone;
        var within = shutdown.Timeout(phase);
        shutdown.AddTask(phase, "actormail-drain", async () =>
        {
            report.Complete = false;
            var drained = await dispatcher.Ask<MailDispatcher.Drained>(
                new MailDispatcher.Drain(), report.CastOut is null ? within : castOutWithin);
            report.Complete = drained.StillOpen == 0;
            return Done.Instance;
        });
    }
}
