namespace ActorMail.Cluster;

/// <summary>Members came or went, or leases of one that is gone were ended: a moment to look for work. On the event stream.</summary>
internal sealed record MembersChanged
{
    public static readonly MembersChanged Instance = new();

    private MembersChanged() { }
}
