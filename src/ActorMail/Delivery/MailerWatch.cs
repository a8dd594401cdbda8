using Akka.Actor;
using Akka.Hosting;

namespace ActorMail.Delivery;

/// <summary>How this node's sending stands: for readiness, the console and the terminal.</summary>
public interface IMailerWatch
{
    /// <summary>Asks the dispatcher; <see cref="SendingState.StoreFault"/> is set when it does not answer within a second.</summary>
    Task<SendingState> LookAsync(CancellationToken cancel);
}

/// <param name="StoreFault">Why nothing can be stored now; null when all is well.</param>
/// <param name="SlicesHeld">Slices leased to this node.</param>
public sealed record SendingState(string? StoreFault, IReadOnlyList<RelayState> Relays, int SlicesHeld = 0);

/// <param name="Fault">Why the relay cannot be used now; null when it can or was not tried yet.</param>
/// <param name="Open">Sessions that are open.</param>
/// <param name="Sending">Messages on the wire.</param>
/// <param name="Connections">Sessions allowed.</param>
public sealed record RelayState(string Name, string Host, int Port, string? Fault, int Open, int Sending, int Connections);

internal sealed class MailerWatch(IRequiredActor<LocalMailDispatcher> dispatcher) : IMailerWatch
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    public async Task<SendingState> LookAsync(CancellationToken cancel)
    {
        try
        {
            return await (await dispatcher.GetAsync(cancel)).Ask<SendingState>(new MailDispatcher.Look(), Within, cancel);
        }
        catch (AskTimeoutException)
        {
            return new SendingState("the dispatcher does not answer", []);
        }
    }
}
