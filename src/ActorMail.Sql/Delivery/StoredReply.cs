using ActorMail.Engine;
using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>How a reply lies in its three columns: code, enhanced, reply.</summary>
internal static class StoredReply
{
    /// <summary>An accepted reply keeps its queue id and little more, so that a million of them stay small.</summary>
    private const int MaxAccepted = 60;

    public static SmtpReply? Read(Row row, int column) => row.IsNull(column)
        ? null
        : new SmtpReply(row.Int(column), row.TextOrNull(column + 1), row.TextOrNull(column + 2) ?? "");

    public static string Text(SmtpReply reply, OutcomeName outcome) =>
        outcome == OutcomeName.Accepted && reply.Text.Length > MaxAccepted ? reply.Text[..MaxAccepted] : reply.Text;

    /// <summary>A reason of our own.</summary>
    public static SmtpReply Own(string why) => new(0, null, why);
}
