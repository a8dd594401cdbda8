using ActorMail.Delivery;

namespace ActorMail.Relays;

/// <summary>A relay as it is shown.</summary>
internal static class RelayViews
{
    public static RelayState Of(RelayDesk relay, DateTimeOffset now)
    {
        var settings = relay.Settings;
        var use = relay.Use(now);
        return new RelayState(
            settings.Name, settings.Host, settings.Port, use == RelayUse.UsedUp ? UsedUp(settings) : relay.Fault,
            relay.Slots.Count(slot => slot.State is SlotState.Free or SlotState.Asking or SlotState.Sending),
            relay.Slots.Count(slot => slot.State == SlotState.Sending),
            settings.MaxConnections)
        {
            Use = use,
            Until = use == RelayUse.UsedUp ? relay.Day.UsedUpUntil : use is RelayUse.Waiting or RelayUse.Paused ? relay.Until : null,
            Allowed = relay.Allowed,
            Weight = settings.Weight,
            MessagesPerSecond = settings.MessagesPerSecond,
            MessagesPerDay = settings.MessagesPerDay,
            UsedToday = settings.MessagesPerDay is null ? null : relay.Day.Used,
        };
    }

    private static string UsedUp(RelaySettings settings) =>
        FormattableString.Invariant($"its {settings.MessagesPerDay} messages of today are sent");
}
