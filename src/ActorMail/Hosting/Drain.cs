using ActorMail.Delivery;
using Akka;
using Akka.Actor;

namespace ActorMail.Hosting;

/// <summary>A node that is asked to stop starts nothing new, lets open messages end, stores their outcomes and gives its leases back.</summary>
internal static class Drain
{
    public static void At(ActorSystem system, IActorRef dispatcher, DrainReport report)
    {
        const string phase = CoordinatedShutdown.PhaseServiceRequestsDone;
        var shutdown = CoordinatedShutdown.Get(system);
        var within = shutdown.Timeout(phase);
        shutdown.AddTask(phase, "actormail-drain", async () =>
        {
            report.DeliveriesComplete = false;
            var drained = await dispatcher.AskIfAliveAsync<MailDispatcher.Drained>(
                new MailDispatcher.Drain(), report.CastOut is null ? within : CastOutWithin(system));
            report.DeliveriesComplete = drained?.StillOpen == 0;
            return Done.Instance;
        });
    }

    /// <summary>The answer; null from one that could not begin or has ended, which will never answer.</summary>
    public static async Task<T?> AskIfAliveAsync<T>(this IActorRef actor, object question, TimeSpan within)
        where T : class
    {
        var answer = actor.Ask<T>(question, within);
        await Task.WhenAny(answer, actor.WatchAsync());
        return answer.IsCompleted ? await answer : null;
    }

    /// <summary>How long a node the others go on without waits for what it has open.</summary>
    public static TimeSpan CastOutWithin(ActorSystem system) =>
        system.Settings.Config.GetTimeSpan("actormail.dispatcher.cast-out-drains");
}
