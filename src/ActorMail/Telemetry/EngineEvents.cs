using Microsoft.Extensions.Logging;

namespace ActorMail.Telemetry;

/// <summary>
/// The numbers of the lines an operator may filter and alert by; they never change their meaning. docs/telemetry.md has the list.
/// </summary>
internal static class EngineEvents
{
    public static readonly EventId PostStored = new(1001, nameof(PostStored));
    public static readonly EventId PostChanged = new(1002, nameof(PostChanged));
    public static readonly EventId PostFinished = new(1003, nameof(PostFinished));
    public static readonly EventId BooksDoNotBalance = new(1004, nameof(BooksDoNotBalance));
    public static readonly EventId RelayUp = new(1101, nameof(RelayUp));
    public static readonly EventId RelayDown = new(1102, nameof(RelayDown));
    public static readonly EventId StoreUp = new(1201, nameof(StoreUp));
    public static readonly EventId StoreDown = new(1202, nameof(StoreDown));
    public static readonly EventId LeaseLost = new(1301, nameof(LeaseLost));
    public static readonly EventId SliceTakenOver = new(1302, nameof(SliceTakenOver));
    public static readonly EventId NodeJoined = new(1401, nameof(NodeJoined));
    public static readonly EventId NodeLeft = new(1402, nameof(NodeLeft));
    public static readonly EventId SlicesFreed = new(1403, nameof(SlicesFreed));
}
