using ActorMail.Engine;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>
/// What outcomes say beyond their own delivery: something of the address, or that an attempt did not count. Most say nothing, and
/// cost nothing. An outcome that came too late says it as well; saying it twice changes nothing.
/// </summary>
internal static class OutcomeMarks
{
    private const string Spare = """
        insert into uncounted_attempts (post, subscriber, attempt) values (@post, @subscriber, @attempt) on conflict do nothing
        """;

    private const string Hear = """
        insert into address_faults (subscriber, post, fault, at) values (@subscriber, @post, @fault, @at)
        on conflict (subscriber, post) do update set fault = excluded.fault, at = excluded.at
        """;

    /// <summary>What was accepted since shows that the mailbox worked again.</summary>
    private const string Heard = """
        select count(*), coalesce(max(f.at) - min(f.at), 0) from address_faults f
        where f.subscriber = @subscriber and f.fault = @fault and (@needed = 1 or not exists (
            select 1 from posts p cross join deliveries d
            where d.post = p.id and d.subscriber = @subscriber and d.outcome = 0 and d.at > f.at))
        """;

    private const string Suppress = """
        update subscribers set state = 'suppressed', updated_at = @now where id = @id and state = 'active'
        """;

    public static bool AnyIn(IReadOnlyList<EndedDelivery> ended)
    {
        for (var at = 0; at < ended.Count; at++)
            if (ended[at].Outcome is DeliveryOutcome.Rejected { Fault: not null } or DeliveryOutcome.Deferred { Counted: false }) return true;
        return false;
    }

    /// <summary>Within the transaction that writes the outcomes.</summary>
    public static void Write(SqlSession session, IReadOnlyList<EndedDelivery> ended)
    {
        if (!AnyIn(ended)) return;
        foreach (var end in ended)
        {
            if (end.Outcome is DeliveryOutcome.Deferred { Counted: false })
                session.Run(Spare, end.Slice.Key.Post.Value, end.Subscriber.Value, end.Attempt);
            else if (end.Outcome is DeliveryOutcome.Rejected { Fault: { } fault } rejected) Take(session, end, fault, rejected.Reply);
        }
    }

    private static void Take(SqlSession session, EndedDelivery end, AddressFault fault, SmtpReply reply)
    {
        var (subscriber, post, at) = (end.Subscriber.Value, end.Slice.Key.Post.Value, end.At.Stored());
        session.Run(Hear, subscriber, post, (int)fault, at);
        var needed = SuppressionRule.Posts(fault);
        var (times, over) = session.First(Heard, row => (row.Long(0), row.Long(1)), subscriber, (int)fault, needed);
        if (times < needed || over < SuppressionRule.Over(fault).TotalMilliseconds) return;
        if (session.Run(Suppress, session.Now, subscriber) == 0) return;
        StoredSuppression.Write(session, subscriber, new Suppression(
            Enum.Parse<SuppressionReason>(fault.ToString()), end.At, end.Slice.Key.Post, reply));
    }
}
