using ActorMail.Hosting;
using ActorMail.Letters;
using ActorMail.Relays;
using ActorMail.Storage;
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
    private IActorRef? _finishing;
    private bool _working;

    public SignUpMailer(SignUpRun run, Task admitted)
    {
        (_run, _admitted) = (run, admitted);
        Receive<Look>(_ => Begin(() => _run.SendDueAsync(_stopping.Token)));
        Receive<Sweep>(_ => Begin(async () =>
        {
            await _run.SweepAsync();
            return null;
        }));
        Receive<Ended>(End);
        Receive<Finish>(_ => FinishUp());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="admitted">Ends when the node may send.</param>
    public static Props Props(SignUpRun run, Task admitted) => Akka.Actor.Props.Create(() => new SignUpMailer(run, admitted));

    protected override void PreStart()
    {
        var look = Context.System.Settings.Config.GetTimeSpan("actormail.sign-ups.look");
        Timers.StartPeriodicTimer("look", Look.Instance, look, look);
        Timers.StartPeriodicTimer("sweep", Sweep.Instance, SweepEvery, SweepEvery);
    }

    protected override void PostStop() => _stopping.Cancel();

    private void Begin(Func<Task<string?>> work)
    {
        if (_working || _stopping.IsCancellationRequested || !_admitted.IsCompletedSuccessfully) return;
        _working = true;
        work().PipeTo(Self, success: left => new Ended(left, null), failure: fault => new Ended(null, fault));
    }

    private void End(Ended ended)
    {
        _working = false;
        _finishing?.Tell(Done.Instance);
        switch (ended.Fault)
        {
            case null:
                if (ended.Left is not null) _log.Warning("Confirmation mails wait: {Reason}", ended.Left);
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
        else Sender.Tell(Done.Instance);
    }

    internal sealed record Look
    {
        public static readonly Look Instance = new();
    }

    /// <summary>Starts no mail any more; answered with <see cref="Done"/> when the open one has ended.</summary>
    internal sealed record Finish;

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }

    private sealed record Ended(string? Left, Exception? Fault);
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
            services.GetRequiredService<IRelayConnector>(),
            services.GetRequiredService<IRelayAllowance>(),
            services.GetRequiredService<IConfirmationPress>(),
            new SignUpEnds(settings.Retries, settings.OnUncertain),
            services.GetRequiredService<TimeProvider>(),
            Random.Shared));
        var mailer = system.ActorOf(SignUpMailer.Props(run, place.Admitted), "mail-sign-ups");
        var shutdown = CoordinatedShutdown.Get(system);
        const string phase = CoordinatedShutdown.PhaseServiceRequestsDone;
        var report = services.GetRequiredService<DrainReport>();
        shutdown.AddTask(phase, "actormail-sign-ups", async () => await mailer.AskIfAliveAsync<Done>(
            new SignUpMailer.Finish(), report.CastOut is null ? shutdown.Timeout(phase) : Drain.CastOutWithin(system)) ?? Done.Instance);
    }
}
