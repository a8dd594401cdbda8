using ActorMail.Delivery;
using ActorMail.Hosting;
using ActorMail.Letters;
using ActorMail.Relays;
using ActorMail.Storage;
using ActorMail.Telemetry;
using Akka;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.SignUps;

/// <summary>
/// Sends the confirmation mails that are due, on every node that sends: looks each second, and keeps a session only while there is work.
/// The database hands each mail to one node, so a node that dies leaves at most one in doubt.
/// </summary>
internal sealed class SignUpMailer : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private readonly SignUpRun _run;
    private readonly Task _admitted;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<string> _resumed = [];
    private IActorRef? _finishing;
    private bool _working;
    private bool _sweep = true;

    public SignUpMailer(SignUpRun run, Task admitted)
    {
        (_run, _admitted) = (run, admitted);
        Receive<Look>(_ => Begin(LookAsync));
        Receive<Sweep>(_ => _sweep = true);
        // Told to the next look: the one that runs may be failing at the very relay.
        Receive<RelayResumed>(resumed => _resumed.Add(resumed.Name));
        Receive<Ended>(End);
        Receive<Finish>(_ => FinishUp());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="admitted">Ends when the node may send.</param>
    public static Props Props(SignUpRun run, Task admitted) => Akka.Actor.Props.Create(() => new SignUpMailer(run, admitted));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(RelayResumed));
        var look = Context.System.Settings.Config.GetTimeSpan("actormail.sign-ups.look");
        Timers.StartPeriodicTimer("look", Look.Instance, look, look);
        Timers.StartPeriodicTimer("sweep", Sweep.Instance, SweepEvery, SweepEvery);
    }

    protected override void PostStop() => _stopping.Cancel();

    private async Task<IReadOnlyList<string>> LookAsync()
    {
        var sweep = _sweep;
        _sweep = false;
        _resumed.ForEach(_run.Resume);
        _resumed.Clear();
        if (sweep) await _run.SweepAsync();
        return await _run.SendDueAsync(_stopping.Token);
    }

    private void Begin(Func<Task<IReadOnlyList<string>>> work)
    {
        if (_working || _stopping.IsCancellationRequested || !_admitted.IsCompletedSuccessfully) return;
        _working = true;
        work().PipeTo(Self, success: faults => new Ended(faults, null), failure: fault => new Ended([], fault));
    }

    private void End(Ended ended)
    {
        _working = false;
        _finishing?.Tell(new Finished(ended.Fault is not MailInDoubtException));
        switch (ended.Fault)
        {
            case null:
                foreach (var relay in ended.Relays) _log.Warning("Confirmation mails leave a relay alone for now: {Reason}", Masked.Addresses(relay));
                break;
            case MailInDoubtException doubt:
                _log.Warning("The end of a confirmation mail could not be stored, so that it is in doubt: {Reason}", doubt.Message);
                break;
            case StoreUnavailableException unavailable:
                _log.Debug("Confirmation mails wait for the store: {Reason}", unavailable.Message);
                break;
            case OperationCanceledException when _stopping.IsCancellationRequested:
                break;
            default:
                _log.Error(ended.Fault, "A confirmation mail could not be sent");
                break;
        }
    }

    private void FinishUp()
    {
        _stopping.Cancel();
        if (_working) _finishing = Sender;
        else Sender.Tell(new Finished(true));
    }

    internal sealed record Look
    {
        public static readonly Look Instance = new();
    }

    /// <summary>Starts no mail any more; answered with <see cref="Finished"/> when the open one has ended.</summary>
    internal sealed record Finish;

    /// <param name="Stored">False when the end of a mail could not be stored.</param>
    internal sealed record Finished(bool Stored);

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }

    private sealed record Ended(IReadOnlyList<string> Relays, Exception? Fault);
}

/// <summary>Starts the mailer on a node that sends, and lets it end what it has begun when the node stops.</summary>
internal static class SignUpMailerStart
{
    public static void StartSignUps(this ActorSystem system, EngineSettings settings, EnginePlace place, IServiceProvider services)
    {
        if (services.GetService<ISignUpMails>() is not { } mails) return;
        var run = new SignUpRun(new SignUpParts(
            mails,
            services.GetRequiredService<RelayRoster>(),
            services.GetRequiredService<IMailerWatch>(),
            services.GetRequiredService<IRelayConnector>(),
            services.GetRequiredService<IRelayAllowance>(),
            services.GetRequiredService<IConfirmationPress>(),
            new SignUpEnds(settings.Retries, settings.OnUncertain),
            services.GetRequiredService<MailMeter>().SignUps,
            system.Settings.Config.GetTimeSpan("actormail.dispatcher.drain-waits-for-store"),
            services.GetRequiredService<TimeProvider>(),
            Random.Shared));
        var mailer = system.ActorOf(SignUpMailer.Props(run, place.Admitted), "mail-sign-ups");
        var shutdown = CoordinatedShutdown.Get(system);
        const string phase = CoordinatedShutdown.PhaseServiceRequestsDone;
        var report = services.GetRequiredService<DrainReport>();
        shutdown.AddTask(phase, "actormail-sign-ups", async () =>
        {
            report.ConfirmationsComplete = false;
            var finished = await mailer.AskIfAliveAsync<SignUpMailer.Finished>(
                new SignUpMailer.Finish(), report.CastOut is null ? shutdown.Timeout(phase) : Drain.CastOutWithin(system));
            report.ConfirmationsComplete = finished?.Stored == true;
            return Done.Instance;
        });
    }
}
