using ActorMail.Engine;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>A leased slice as it was read; parsed after the transaction, which has to be short.</summary>
internal sealed record LeasedRows(SliceLease Lease, SliceKind Kind, List<RecipientRow> Rows)
{
    public LeasedSlice ToLeased() => new(Lease, Kind, [.. Rows.Select(row => row.ToRecipient())]);
}

/// <param name="Address">Null when the reader was erased.</param>
internal sealed record RecipientRow(
    long Subscriber,
    string? Address,
    string? Name,
    string Attributes,
    int TokenEpoch,
    int Attempts,
    DateTimeOffset? FirstAt,
    long Membership,
    int Uncounted,
    int Doubts)
{
    public static RecipientRow Map(Row row) => new(
        row.Long(0), row.TextOrNull(1), row.TextOrNull(2), row.Text(3), row.Int(4), row.Int(5), row.TimeOrNull(6), row.Long(7),
        (int)row.Long(8), (int)row.Long(9));

    public Recipient ToRecipient() => new(
        new SubscriberId(Subscriber), EmailAddress.Parse(Address!), Name, StoredJson.Attributes(Attributes), TokenEpoch,
        Attempts, FirstAt, Uncounted, Doubts);
}
