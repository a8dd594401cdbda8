using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>Where a slot's mailer stands.</summary>
internal enum SlotState
{
    /// <summary>There is no mailer: it waits for its back-off.</summary>
    Down,

    /// <summary>A mailer without a session.</summary>
    Asleep,

    /// <summary>A mailer opening its session.</summary>
    Connecting,

    /// <summary>A mailer with a session and nothing to do.</summary>
    Free,

    /// <summary>A recipient is picked and its intent is asked for.</summary>
    Asking,

    /// <summary>The intent is durable and the mailer has the letter.</summary>
    Sending,
}

/// <summary>The dispatcher's side of one mailer: it owns the delivery in flight, whatever happens to the mailer.</summary>
internal sealed class Slot(int no, RelayDesk desk, TimeProvider? time = null)
{
    /// <summary>Counts the slots of a node from 1; the mailer's number in the ledger.</summary>
    public int No { get; } = no;

    public RelayDesk Desk { get; } = desk;

    public RelaySettings Relay => Desk.Settings;

    public SlotState State
    {
        get;
        set
        {
            if (field != value) Since = Now();
            field = value;
        }
    }

    /// <summary>True while its mailer has a session or opens one.</summary>
    public bool IsConnected => State is SlotState.Connecting or SlotState.Free or SlotState.Asking or SlotState.Sending;

    /// <summary>When it came into its state.</summary>
    public DateTimeOffset Since { get; private set; } = (time ?? TimeProvider.System).GetUtcNow();

    /// <summary>Set exactly while <see cref="SlotState.Asking"/> or <see cref="SlotState.Sending"/>.</summary>
    public Flight? Flight { get; set; }

    /// <summary>Who is most likely to follow, taken from the stock; only while <see cref="SlotState.Free"/> or <see cref="SlotState.Sending"/>.</summary>
    public Flight? Next { get; set; }

    private DateTimeOffset Now() => (time ?? TimeProvider.System).GetUtcNow();
}
