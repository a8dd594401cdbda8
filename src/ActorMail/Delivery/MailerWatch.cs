using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Storage;
using Akka.Actor;
using Akka.Hosting;

namespace ActorMail.Delivery;

/// <summary>How this node's sending stands: for readiness, the console and the terminal.</summary>
public interface IMailerWatch
{
    /// <summary>Asks the dispatcher; <see cref="SendingState.StoreFault"/> is set when it does not answer within a second. A node that does not send has no relays.</summary>
    Task<SendingState> LookAsync(CancellationToken cancel);
}

/// <summary>How one node's sending stands.</summary>
/// <param name="StoreFault">Why nothing can be stored now; null when all is well.</param>
public sealed record SendingState(string? StoreFault, IReadOnlyList<RelayState> Relays, IReadOnlyList<MailerState> Mailers);

/// <summary>How one relay stands, as this node sees it.</summary>
/// <param name="Fault">Why the relay cannot be used now; null when it can or was not tried yet.</param>
/// <param name="Open">Sessions that are open.</param>
/// <param name="Sending">Messages on the wire.</param>
/// <param name="Connections">Sessions allowed by its configuration.</param>
public sealed record RelayState(string Name, string Host, int Port, string? Fault, int Open, int Sending, int Connections)
{
    public RelayUse Use { get; init; }

    /// <summary>When it is tried or used again; null when it is in use or waits for a person.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Sessions it is given now: fewer than <see cref="Connections"/> while it warms up or complains.</summary>
    public int Allowed { get; init; }

    public int? Weight { get; init; }

    public double? MessagesPerSecond { get; init; }

    public int? MessagesPerDay { get; init; }

    /// <summary>Messages of today that all nodes together took, as far as this one was told.</summary>
    public int? UsedToday { get; init; }
}

/// <summary>What one mailer does.</summary>
/// <param name="Slot">Counts the mailers of a node from 1.</param>
/// <param name="State"><c>down</c>, <c>asleep</c>, <c>connecting</c>, <c>free</c>, <c>asking</c> or <c>sending</c>.</param>
/// <param name="Since">When it came into its state.</param>
/// <param name="Post">The post of the message it is about to send or sends; null when it has none.</param>
public sealed record MailerState(int Slot, string Relay, string State, DateTimeOffset Since, PostId? Post);

internal sealed class MailerWatch(IRequiredActor<LocalMailDispatcher> dispatcher, IStoreHealth store) : IMailerWatch
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    public async Task<SendingState> LookAsync(CancellationToken cancel)
    {
        var local = await dispatcher.GetAsync(cancel);
        if (local.IsNobody()) return await LookAtStoreAsync(cancel);
        try
        {
            return await local.Ask<SendingState>(new MailDispatcher.Look(), Within, cancel);
        }
        catch (AskTimeoutException)
        {
            return new SendingState("the dispatcher does not answer", [], []);
        }
    }

    /// <summary>On a node that does not send nobody else finds out that a store works again.</summary>
    private async Task<SendingState> LookAtStoreAsync(CancellationToken cancel)
    {
        if (store.Fault is not null) await Task.WhenAny(store.ProbeAsync(cancel), Task.Delay(Within, cancel));
        return new SendingState(store.Fault, [], []);
    }
}
