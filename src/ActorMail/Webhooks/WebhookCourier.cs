using ActorMail.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Webhooks;

/// <summary>
/// Carries the messages of one endpoint, a few at a time. A message leaves the outbox when its answer is stored, so one whose courier
/// dies is carried again under the same id; an endpoint that is slow holds up nobody else.
/// </summary>
internal sealed class WebhookCourier : ReceiveActor, IWithTimers
{
    private const int Most = 8;

    private readonly WebhookEndpoint _endpoint;
    private readonly WebhookParts _parts;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<long> _carried = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeSpan _look = Context.System.Settings.Config.GetTimeSpan("actormail.webhooks.look");

    public WebhookCourier(WebhookEndpoint endpoint, WebhookParts parts)
    {
        (_endpoint, _parts) = (endpoint, parts);
        ReceiveAsync<Tick>(_ => CarryAsync());
        ReceiveAsync<Answered>(EndAsync);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(WebhookEndpoint endpoint, WebhookParts parts) =>
        Akka.Actor.Props.Create(() => new WebhookCourier(endpoint, parts));

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Answered(WebhookMessage Message, WebhookAnswer Answer);

    private async Task CarryAsync()
    {
        if (_carried.Count == Most) return;
        IReadOnlyList<WebhookMessage> due;
        try
        {
            due = await _parts.Outbox.DueAsync(_endpoint.Url, Most, CancellationToken.None);
        }
        catch (StoreUnavailableException unavailable)
        {
            _log.Debug("Webhooks of {Endpoint} cannot be looked up now: {Reason}", _endpoint, unavailable.Message);
            return;
        }

        foreach (var message in due.Where(message => !_carried.Contains(message.Number)).Take(Most - _carried.Count).ToList())
        {
            _carried.Add(message.Number);
            _ = _parts.Sender.SendAsync(_endpoint, message, _stopping.Token).PipeTo(
                Self, success: answer => new Answered(message, answer), failure: fault => new Answered(message, Surprise(fault)));
        }
    }

    private async Task EndAsync(Answered answered)
    {
        var (message, answer) = answered;
        var end = WebhookSchedule.After(answer, message.Attempts + 1, _parts.Chance.NextDouble());
        try
        {
            await _parts.Outbox.EndAsync(message, end, CancellationToken.None);
            if (answer is WebhookAnswer.Gone) await DisableAsync(answer.Said);
        }
        catch (StoreUnavailableException)
        {
            // It was carried, so it stays in hand until that can be noted.
            Timers.StartSingleTimer(message.Number, answered, _look);
            return;
        }

        _carried.Remove(message.Number);
        if (end is WebhookEnd.GivenUp)
            _log.Warning("Webhook {Message} ({Event}) for {Endpoint} is given up: {Answer}", message.MessageId, message.Event, _endpoint, end.Said);
        // Full hands may mean that there is more.
        if (end is WebhookEnd.Delivered) Self.Tell(Tick.Instance);
    }

    private async Task DisableAsync(string said)
    {
        await _parts.Outbox.DisableAsync(_endpoint.Url, $"It answered {said}: it wants nothing any more.", CancellationToken.None);
        _log.Warning("{Endpoint} answered {Answer} and is told nothing any more, until 'actormail webhooks retry'", _endpoint, said);
    }

    private WebhookAnswer.NotTaken Surprise(Exception fault)
    {
        if (!_stopping.IsCancellationRequested) _log.Error(fault, "A webhook for {Endpoint} could not be sent", _endpoint);
        return new WebhookAnswer.NotTaken("could not be sent: see the log");
    }

    protected override void PreStart() => Timers.StartPeriodicTimer("tick", Tick.Instance, TimeSpan.Zero, _look);

    /// <summary>One that failed takes a breath, so that a lasting fault is met once an interval.</summary>
    protected override void PostRestart(Exception reason) => Timers.StartPeriodicTimer("tick", Tick.Instance, _look, _look);

    protected override void PostStop() => _stopping.Cancel();
}
