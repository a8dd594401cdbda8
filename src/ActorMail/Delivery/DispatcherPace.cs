using Akka.Configuration;

namespace ActorMail.Delivery;

/// <summary>A dispatcher's times (hocon/actormail.hocon, actormail.dispatcher).</summary>
internal sealed record DispatcherPace(TimeSpan Lease, TimeSpan PollInterval, TimeSpan RetryMin, TimeSpan RetryMax, TimeSpan DrainWaits)
{
    public static DispatcherPace From(Config config)
    {
        var dispatcher = config.GetConfig("actormail.dispatcher");
        return new DispatcherPace(
            dispatcher.GetTimeSpan("lease"),
            dispatcher.GetTimeSpan("poll-interval"),
            dispatcher.GetTimeSpan("commit-retry-min"),
            dispatcher.GetTimeSpan("commit-retry-max"),
            dispatcher.GetTimeSpan("drain-waits-for-store"));
    }
}
