using ActorMail.Delivery;
using ActorMail.Relays;

namespace ActorMail.Tests.Relays;

public class RelayTurnsTests
{
    private static readonly SendResult Accepted = new SendResult.Accepted(new SmtpReply(250, "2.0.0", "ok"));
    private DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Work_is_divided_by_weight_among_relays_of_the_same_speed()
    {
        var (heavy, light) = (ARelay("heavy", 3), ARelay("light", 1));
        var taken = Run([heavy, light], 4000);
        Assert.InRange(taken["heavy"], 2980, 3020);
    }

    [Fact]
    public void Without_weights_each_takes_what_it_can()
    {
        var (fast, slow) = (ARelay("fast", null, connections: 8), ARelay("slow", null, connections: 2));
        var taken = Run([fast, slow], 5000);
        Assert.InRange(taken["fast"], 3900, 4100);
    }

    [Fact]
    public void A_relay_that_cannot_be_used_leaves_everything_to_the_other_and_makes_up_for_nothing()
    {
        var (heavy, light) = (ARelay("heavy", 3), ARelay("light", 1));
        for (var failure = 0; failure < 3; failure++)
            heavy.NotOpened(new RelayFault(RelayFaultKind.Unavailable, "refused"), 0, _now, 0);
        foreach (var slot in heavy.Slots) slot.State = SlotState.Down;
        Assert.Equal(1000, Run([heavy, light], 1000)["light"]);

        _now = _now.AddMinutes(1);
        foreach (var slot in heavy.Slots) slot.State = SlotState.Free;
        Assert.InRange(Run([heavy, light], 4000)["heavy"], 2950, 3020);
    }

    [Fact]
    public void A_relay_that_stands_still_is_not_waited_for()
    {
        var (stuck, light) = (ARelay("stuck", 3, connections: 1), ARelay("light", 1));
        Assert.Equal("stuck", Next(stuck, light)!.Relay.Name);
        _now = _now.AddSeconds(1);
        Assert.Equal("light", Next(stuck, light)!.Relay.Name);
        Assert.Null(Next(stuck, light));
        _now = _now.AddSeconds(2);
        Assert.Equal("light", Next(stuck, light)!.Relay.Name);
    }

    private Slot? Next(params RelayDesk[] relays)
    {
        if (new RelayTurns(relays, _now).Next(_now) is not { } slot) return null;
        slot.State = SlotState.Sending;
        slot.Desk.Took(_now);
        return slot;
    }

    /// <summary>Rounds in which every message takes a millisecond.</summary>
    private Dictionary<string, int> Run(RelayDesk[] relays, int messages)
    {
        var taken = relays.ToDictionary(relay => relay.Settings.Name, _ => 0);
        while (messages > 0)
        {
            var turns = new RelayTurns(relays, _now);
            while (messages > 0 && turns.Next(_now) is { } slot)
            {
                slot.State = SlotState.Sending;
                slot.Desk.Took(_now);
                taken[slot.Relay.Name]++;
                messages--;
            }

            _now = _now.AddMilliseconds(1);
            foreach (var slot in relays.SelectMany(relay => relay.Slots).Where(slot => slot.State == SlotState.Sending))
            {
                slot.Desk.Ended(Accepted, _now, 0);
                slot.State = SlotState.Free;
            }
        }

        return taken;
    }

    private static RelayDesk ARelay(string name, int? weight, int connections = 4)
    {
        var relay = new RelayDesk(new RelaySettings
        {
            Name = name, Host = "localhost", Port = 25, Weight = weight, MaxConnections = connections,
        });
        relay.Slots.AddRange(Enumerable.Range(1, connections).Select(no => new Slot(no, relay) { State = SlotState.Free }));
        return relay;
    }
}
