using System.Diagnostics;
using ActorMail.Relays;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Pattern;

namespace ActorMail.Delivery;

/// <summary>
/// One SMTP session. Each incarnation announces itself, opens its session when told that there is work, sends what it is
/// granted and reports how it ended. When the session fails it reports first and then throws, so that its supervisor starts a
/// new one after a back-off; its mailbox is empty whenever it dies, because the dispatcher's slot holds the delivery.
/// </summary>
internal sealed class SubscriberMailer : ReceiveActor
{
    private readonly int _slot;
    private readonly string _relay;
    private readonly IActorRef _dispatcher;
    private readonly IRelayConnection _connection;
    private readonly MailerLimits _limits;
    private readonly TimeProvider _time;
    private bool _open;
    private bool _healthy;
    private int _sent;
    private long _openedAt;

    public SubscriberMailer(
        int slot, RelaySettings relay, IActorRef dispatcher, IRelayConnector connector, MailerLimits limits, TimeProvider time)
    {
        _slot = slot;
        _relay = relay.Name;
        _dispatcher = dispatcher;
        _connection = connector.Create(relay);
        _limits = limits;
        _time = time;
        ReceiveAsync<Connect>(_ => ConnectAsync());
        ReceiveAsync<Send>(SendAsync);
        ReceiveAsync<ReceiveTimeout>(_ => SleepAsync());
    }

    public static Props Props(
        int slot, RelaySettings relay, IActorRef dispatcher, IRelayConnector connector, MailerLimits limits, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new SubscriberMailer(slot, relay, dispatcher, connector, limits, time));

    /// <summary>There is work: open the session.</summary>
    internal sealed record Connect
    {
        public static readonly Connect Instance = new();
    }

    /// <summary>The intent is durable: send, unless <paramref name="StartBefore"/> (a timestamp of the time provider) has passed.</summary>
    /// <param name="Next">Whom the relay may be told of along with it.</param>
    /// <param name="Round">The span of the round that granted it; null when nobody traces.</param>
    internal sealed record Send(Flight Flight, long StartBefore, Flight? Next = null, Activity? Round = null);

    /// <summary>A new incarnation is there.</summary>
    internal sealed record Up(int Slot);

    /// <summary>The session is open and free.</summary>
    internal sealed record Ready(int Slot);

    /// <summary>The session was closed after having had nothing to do.</summary>
    internal sealed record Asleep(int Slot);

    /// <summary>The session could not be opened; this incarnation ends.</summary>
    internal sealed record Failed(int Slot, RelayFault Fault);

    /// <summary>A sending ended; <paramref name="Then"/> is where that leaves the mailer.</summary>
    internal sealed record Ended(int Slot, Flight Flight, SendResult Result, SlotState Then);

    /// <summary>A message that was not even begun, for no reason of the relay's.</summary>
    internal static SendResult.Broken NotStarted(string why) => new(why)
    {
        Verdict = new ReplyVerdict(29, ReplyScope.Local, new RecipientAction.Untouched(), SessionAction.Restart),
    };

    private bool IsOld => _time.GetElapsedTime(_openedAt) >= _limits.SessionLasts;

    protected override void PreStart() => _dispatcher.Tell(new Up(_slot));

    protected override void PostStop()
    {
        // A message still on the wire is cut here; the slot then counts it as uncertain.
        _ = _connection.DisposeAsync().AsTask().ContinueWith(static closing => closing.Exception, TaskScheduler.Default);
    }

    private async Task ConnectAsync()
    {
        if (!_open && await OpenAsync() is { } fault) Fail(fault);
        _dispatcher.Tell(new Ready(_slot));
    }

    private async Task SendAsync(Send send)
    {
        SetReceiveTimeout(null);
        using var span = MailTraces.StartSend(send.Round, _slot, _relay, send.Flight.Attempt);
        var result = await TrySendAsync(send);
        MailTraces.EndSend(span, result);
        var usable = result.SessionUsable && _open;
        if (usable && result is SendResult.Accepted) NoteHealth();
        var spent = usable && (IsLast(++_sent) || IsOld);
        var then = spent ? SlotState.Connecting : usable ? SlotState.Free : SlotState.Down;
        _dispatcher.Tell(new Ended(_slot, send.Flight, result, then));
        if (!usable) throw new SessionLostException(_slot);
        if (spent) await RenewAsync();
        SetReceiveTimeout(_limits.SleepAfter);
    }

    private async Task<SendResult> TrySendAsync(Send send)
    {
        if (_time.GetTimestamp() >= send.StartBefore)
            return NotStarted("the lease could have ended before the message started");
        if (!_open && await OpenAsync() is { } fault) return new SendResult.Broken(fault.Why) { Verdict = fault.Verdict };
        var next = send.Next is { } flight && !IsLast(_sent + 1) && !IsOld ? new Upcoming(flight.Letter, flight.Recipient) : null;
        return await _connection.SendAsync(send.Flight.Letter, send.Flight.Recipient, next, CancellationToken.None);
    }

    private bool IsLast(int message) => message >= _limits.MessagesPerSession;

    private async Task<RelayFault?> OpenAsync()
    {
        var fault = await _connection.OpenAsync(CancellationToken.None);
        if (fault is not null) return fault;
        _open = true;
        _sent = 0;
        _openedAt = _time.GetTimestamp();
        SetReceiveTimeout(_limits.SleepAfter);
        return null;
    }

    private async Task RenewAsync()
    {
        await CloseAsync();
        if (await OpenAsync() is { } fault) Fail(fault);
        _dispatcher.Tell(new Ready(_slot));
    }

    private async Task SleepAsync()
    {
        SetReceiveTimeout(null);
        await CloseAsync();
        _dispatcher.Tell(new Asleep(_slot));
    }

    private async Task CloseAsync()
    {
        _open = false;
        await _connection.CloseAsync();
    }

    /// <summary>The back-off starts anew only after a message was accepted: a relay that takes connections and no mail stays slow.</summary>
    private void NoteHealth()
    {
        if (_healthy) return;
        _healthy = true;
        Context.Parent.Tell(BackoffSupervisor.Reset.Instance);
    }

    private void Fail(RelayFault fault)
    {
        _dispatcher.Tell(new Failed(_slot, fault));
        throw new SessionLostException(_slot);
    }
}

/// <summary>Ends an incarnation of a mailer whose session is gone; it has reported all that is to be known.</summary>
internal sealed class SessionLostException(int slot) : Exception($"The session of mailer {slot} is gone.");

/// <summary>How long a session is used (DELIVERY.md section 2).</summary>
/// <param name="MessagesPerSession">Default 100.</param>
/// <param name="SessionLasts">Default 5 minutes.</param>
/// <param name="SleepAfter">Closed after so long without work. Default 30 s.</param>
internal sealed record MailerLimits(int MessagesPerSession, TimeSpan SessionLasts, TimeSpan SleepAfter);
