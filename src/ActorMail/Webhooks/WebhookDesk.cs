using ActorMail.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Webhooks;

/// <summary>
/// Makes the configured endpoints known to the database, which then writes what they want to be told into the outbox, and starts a
/// courier for each. Once an hour it clears away what is long done. One in the whole system.
/// </summary>
internal sealed class WebhookDesk : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepDelivered = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepGivenUp = TimeSpan.FromDays(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IReadOnlyList<WebhookEndpoint> _endpoints;
    private readonly WebhookParts _parts;
    private readonly TimeSpan _look = Context.System.Settings.Config.GetTimeSpan("actormail.webhooks.look");
    private bool _entered;

    public WebhookDesk(IReadOnlyList<WebhookEndpoint> endpoints, WebhookParts parts)
    {
        (_endpoints, _parts) = (endpoints, parts);
        ReceiveAsync<Enter>(_ => QuietlyAsync(EnterAsync));
        ReceiveAsync<Sweep>(_ => QuietlyAsync(() => parts.Outbox.SweepAsync(KeepDelivered, KeepGivenUp, CancellationToken.None)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IReadOnlyList<WebhookEndpoint> endpoints, WebhookParts parts) =>
        Akka.Actor.Props.Create(() => new WebhookDesk(endpoints, parts));

    private sealed record Enter
    {
        public static readonly Enter Instance = new();
    }

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }

    private async Task EnterAsync()
    {
        if (_entered) return;
        await _parts.Outbox.EnterAsync(_endpoints, CancellationToken.None);
        _entered = true;
        Timers.Cancel("enter");
        foreach (var (at, endpoint) in _endpoints.Index()) Context.ActorOf(WebhookCourier.Props(endpoint, _parts), $"courier-{at}");
        Timers.StartPeriodicTimer("sweep", Sweep.Instance, SweepEvery, SweepEvery);
    }

    private async Task QuietlyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreUnavailableException unavailable)
        {
            _log.Debug("Webhooks are left until later: {Reason}", unavailable.Message);
        }
    }

    protected override void PreStart() => Timers.StartPeriodicTimer("enter", Enter.Instance, TimeSpan.Zero, _look);

    /// <summary>One that failed takes a breath, so that a lasting fault is met once an interval.</summary>
    protected override void PostRestart(Exception reason) => Timers.StartPeriodicTimer("enter", Enter.Instance, _look, _look);
}

/// <summary>What the desk and its couriers work with.</summary>
internal sealed record WebhookParts(IWebhookOutbox Outbox, IWebhookSender Sender, Random Chance);
