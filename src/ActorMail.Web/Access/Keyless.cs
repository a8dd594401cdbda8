namespace ActorMail.Web.Access;

/// <summary>Who may use the door while no API key is configured.</summary>
internal enum Keyless
{
    /// <summary>Whoever calls this machine by a local name: for a host that listens to nobody else.</summary>
    LocalNames,

    /// <summary>Whoever sits on this machine, with nothing in between: for an application that is being developed.</summary>
    LocalConnections,

    /// <summary>Nobody.</summary>
    Nobody,
}

/// <summary>What the door's host decides once.</summary>
/// <param name="WholeSite">True when the door is the host's whole web site; false when it is a guest in an application.</param>
internal sealed record DoorManners(Keyless Keyless, bool WholeSite);
