namespace ActorMail.Delivery;

/// <summary>The store gives this node's dispatcher no slices any more, because the others have given the node up. On the event stream.</summary>
internal sealed record RunEnded
{
    public static readonly RunEnded Instance = new();

    private RunEnded() { }
}
