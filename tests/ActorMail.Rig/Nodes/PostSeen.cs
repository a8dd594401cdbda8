namespace ActorMail.Rig.Nodes;

/// <summary>A post as the API shows it.</summary>
public sealed record PostSeen(
    string Id, string Subject, string Status, DateTimeOffset? PublishedAt, DateTimeOffset? FinishedAt,
    TotalsSeen Totals);

/// <summary>A post's books as the API shows them.</summary>
public sealed record TotalsSeen(
    long Audience, long Accepted, long Deferred, long Rejected, long Skipped, long Uncertain, long Cancelled,
    long Pending)
{
    public bool Balanced => Audience == Accepted + Rejected + Skipped + Uncertain + Cancelled;
}
