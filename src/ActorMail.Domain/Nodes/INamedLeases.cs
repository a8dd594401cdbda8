namespace ActorMail.Nodes;

/// <summary>Leases by name that one owner holds at a time, by the database's clock: who may decide after a partition.</summary>
public interface INamedLeases
{
    /// <summary>Takes the lease, or renews it when it is the owner's already; false while another one's has not run out.</summary>
    /// <param name="givingWay">Other owners, from whom it is taken although it has not run out.</param>
    Task<bool> TryTakeAsync(
        string name, string owner, IReadOnlyCollection<string> givingWay, TimeSpan lasts, CancellationToken cancel);

    /// <summary>Gives it back; nothing happens when it is another one's by now.</summary>
    Task ReleaseAsync(string name, string owner, CancellationToken cancel);
}
