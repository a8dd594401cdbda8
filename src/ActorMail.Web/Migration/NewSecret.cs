namespace ActorMail.Web.Migration;

/// <summary>
/// Whether the node's secret was replaced by one that came with a migration, or may have been: the node has to be started again,
/// and its host's exit code has to ask for it.
/// </summary>
internal sealed class NewSecret
{
    private volatile bool _hasCome;

    public bool HasCome => _hasCome;

    internal void Come() => _hasCome = true;
}
