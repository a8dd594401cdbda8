using System.Diagnostics;
using ActorMail.Relays;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Pattern;

namespace ActorMail.Delivery;

/// <summary>
/// One SMTP session. Each incarnation announces itself, opens its session when told that there is work, sends what it is
/// granted and reports how it ended. When the session fails it reports first and then throws, so that its supervisor starts a
/// new one after a back-off; its mailbox is empty whenever it dies, because the dispatcher's slot holds the delivery.
/// A message is sent beside the mailbox and its end told by whoever heard it, which costs a mail fewer wake-ups than an awaiting actor.
/// </summary>
internal sealed class SubscriberMailer : ReceiveActor, IWithTimers
{
    private const int IdleLooks = 4;

    private readonly int _slot;
    private readonly string _relay;
    private readonly IActorRef _dispatcher;
    private readonly IRelayConnection _connection;
    private readonly MailerLimits _limits;
    private readonly TimeProvider _time;
    private bool _open;
    private bool _sending;
    private bool _healthy;
    private int _sent;
    private long _openedAt;
    private long _idleSince;

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
        Receive<Send>(OnSend);
        Receive<Over>(OnOver);
        ReceiveAsync<Renew>(_ => RenewAsync());
        ReceiveAsync<IdleTick>(_ => LookIdleAsync());
        Receive<Status.Failure>(bug => throw new MailerException(_slot, bug.Cause));
    }

    public ITimerScheduler Timers { get; set; } = null!;

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

    /// <summary>A message has ended. Of the last one of a session the dispatcher is not told yet.</summary>
    /// <param name="Next">Who may be got ready for while the round is committed.</param>
    private sealed record Over(Ended Ended, Upcoming? Next);

    private sealed record Renew
    {
        public static readonly Renew Instance = new();
    }

    private sealed record IdleTick
    {
        public static readonly IdleTick Instance = new();
    }

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

    private void OnSend(Send send)
    {
        _sending = true;
        if (_open && _connection.Takes(send.Flight.Letter, send.Flight.Recipient)) Begin(send);
        else ActorTaskScheduler.RunTask(() => OpenAndBeginAsync(send));
    }

    private async Task OpenAndBeginAsync(Send send)
    {
        if (_time.GetTimestamp() < send.StartBefore && await OpenAsync() is { } fault)
            End(send, new SendResult.Broken(fault.Why) { Verdict = fault.Verdict }, null, last: false, Self);
        else Begin(send);
    }

    private void Begin(Send send)
    {
        var last = IsLast(_sent + 1) || IsOld;
        if (_time.GetTimestamp() >= send.StartBefore)
        {
            End(send, NotStarted("the lease could have ended before the message started"), null, last, Self);
            return;
        }

        var next = send.Next is { } flight && !last ? new Upcoming(flight.Letter, flight.Recipient) : null;
        _ = DeliverAsync(send, next, last, Self);
    }

    /// <summary>Touches nothing of the actor's but what it was given and the connection, which is its own until the end is told.</summary>
    private async Task DeliverAsync(Send send, Upcoming? next, bool last, IActorRef self)
    {
        try
        {
            using var span = MailTraces.StartSend(send.Round, _slot, _relay, send.Flight.Attempt);
            var result = await _connection.SendAsync(send.Flight.Letter, send.Flight.Recipient, next, CancellationToken.None).ConfigureAwait(false);
            MailTraces.EndSend(span, result);
            End(send, result, next, last, self);
        }
        catch (Exception bug)
        {
            self.Tell(new Status.Failure(bug));
        }
    }

    /// <summary>
    /// First into the own mailbox: the next message comes after it. Where the session ends with the message, the mailer itself tells, for
    /// what it tells next must not come before.
    /// </summary>
    private void End(Send send, SendResult result, Upcoming? next, bool last, IActorRef self)
    {
        var then = !result.SessionUsable ? SlotState.Down : last ? SlotState.Connecting : SlotState.Free;
        var ended = new Ended(_slot, send.Flight, result, then);
        self.Tell(new Over(ended, next), self);
        if (then == SlotState.Free) _dispatcher.Tell(ended, self);
    }

    private void OnOver(Over over)
    {
        _sending = false;
        _sent++;
        _idleSince = _time.GetTimestamp();
        var (result, then) = (over.Ended.Result, over.Ended.Then);
        if (then != SlotState.Free) _dispatcher.Tell(over.Ended);
        if (then == SlotState.Down) throw new SessionLostException(_slot);
        if (result is SendResult.Accepted) NoteHealth();
        if (then == SlotState.Connecting) Self.Tell(Renew.Instance);
        else if (over.Next is { } next) _connection.Prepare(next);
    }

    private bool IsLast(int message) => message >= _limits.MessagesPerSession;

    private async Task<RelayFault?> OpenAsync()
    {
        var fault = await _connection.OpenAsync(CancellationToken.None);
        if (fault is not null) return fault;
        _open = true;
        _sent = 0;
        _openedAt = _idleSince = _time.GetTimestamp();
        Timers.StartPeriodicTimer(IdleTick.Instance, IdleTick.Instance, _limits.SleepAfter / IdleLooks);
        return null;
    }

    private async Task RenewAsync()
    {
        await CloseAsync();
        if (await OpenAsync() is { } fault) Fail(fault);
        _dispatcher.Tell(new Ready(_slot));
    }

    private async Task LookIdleAsync()
    {
        if (!_open || _sending || _time.GetElapsedTime(_idleSince) < _limits.SleepAfter) return;
        await CloseAsync();
        _dispatcher.Tell(new Asleep(_slot));
    }

    private async Task CloseAsync()
    {
        _open = false;
        Timers.Cancel(IdleTick.Instance);
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

/// <summary>A mailer met what must not be; what it was sending is in doubt.</summary>
internal sealed class MailerException(int slot, Exception inner) : Exception($"Mailer {slot} failed.", inner);

/// <summary>How long a session is used (DELIVERY.md section 2).</summary>
/// <param name="MessagesPerSession">Default 100.</param>
/// <param name="SessionLasts">Default 5 minutes.</param>
/// <param name="SleepAfter">Closed after so long without work, and up to a quarter more. Default 30 s.</param>
internal sealed record MailerLimits(int MessagesPerSession, TimeSpan SessionLasts, TimeSpan SleepAfter);
