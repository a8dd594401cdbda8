namespace ActorMail.CrashRig.Links;

/// <summary>Which way bytes go.</summary>
internal enum Way
{
    ToReceiver,
    ToNode,
}

/// <summary>What the link does to one connection.</summary>
internal enum LinkAct
{
    /// <summary>Ends both sides in good order.</summary>
    Cut,

    /// <summary>Ends both sides with RST.</summary>
    Reset,

    /// <summary>Passes nothing for a second, then cuts.</summary>
    Stall,

    /// <summary>Ends one way in good order; the other way goes on until its sender ends.</summary>
    HalfClose,
}

/// <summary>A fault that strikes one connection when <paramref name="AfterBytes"/> have passed one way.</summary>
/// <param name="AfterDot">Counts only bytes after the node's nth final dot: with 0 bytes to the node, its answer is lost.</param>
internal sealed record LinkFault(LinkAct Act, Way Way, int AfterBytes, int AfterDot = 0);
