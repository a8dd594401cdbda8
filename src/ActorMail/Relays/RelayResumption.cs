using ActorMail.Delivery;
using Akka.Actor;
using Akka.Hosting;

namespace ActorMail.Relays;

/// <summary>How a person ends a relay's pause.</summary>
public interface IRelayResumption
{
    /// <summary>Tells every node. False when no relay has that name here.</summary>
    bool Resume(string name);
}

/// <summary>On a node's event stream, for whoever uses relays beside its dispatcher: a person ended the relay's pause.</summary>
internal sealed record RelayResumed(string Name);

internal sealed class RelayResumption(RelayRoster roster, IRequiredActor<MailDispatchers> dispatchers) : IRelayResumption
{
    public bool Resume(string name)
    {
        if (!roster.Relays.Any(relay => relay.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) return false;
        dispatchers.ActorRef.Tell(new MailDispatcher.ResumeRelay(name));
        return true;
    }
}
