using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;

namespace ActorMail.Delivery;

/// <summary>
/// How a mailer is brought back (hocon/actormail.hocon, actormail.mailer): after a failure a new incarnation starts, each time
/// later, with jitter; the wait starts anew when the mailer reports an accepted message.
/// </summary>
internal sealed record MailerSupervision(TimeSpan MinBackoff, TimeSpan MaxBackoff, double Jitter, MailerLimits Limits)
{
    public static MailerSupervision From(Config config)
    {
        var mailer = config.GetConfig("actormail.mailer");
        return new MailerSupervision(
            mailer.GetTimeSpan("min-backoff"),
            mailer.GetTimeSpan("max-backoff"),
            mailer.GetDouble("backoff-jitter"),
            new MailerLimits(
                mailer.GetInt("messages-per-session"), mailer.GetTimeSpan("session-lasts"), mailer.GetTimeSpan("sleep-after")));
    }

    /// <summary>
    /// OnFailure, not OnStop: a mailer ends only by throwing, and the child is then stopped and made anew after the delay
    /// (with OnStop the default strategy would restart it at once, without any delay).
    /// </summary>
    public Props Supervise(Props mailer) => BackoffSupervisor.Props(
        Backoff.OnFailure(mailer, "mailer", MinBackoff, MaxBackoff, Jitter, -1)
            .WithManualReset()
            .WithSupervisorStrategy(new OneForOneStrategy(-1, -1, _ => Directive.Restart, loggingEnabled: false)));
}
