using ActorMail.Engine;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>Decides deliveries in doubt by hand.</summary>
internal sealed class SqlUncertainDeliveries(ISqlEngine engine) : IUncertainDeliveries
{
    private const string Find = """
        select d.subscriber, d.outcome, d.attempts, d.next_attempt is not null or d.claim is not null
        from deliveries d join subscribers s on s.id = d.subscriber
        where d.post = @post and s.address_key = @key
        """;

    private const string Due = "update deliveries set next_attempt = @now where post = @post and subscriber = @subscriber";

    private sealed record Doubt(long Subscriber, OutcomeName Outcome, int Attempts, bool Underway);

    public Task<ResolutionAnswer> ResolveAsync(
        PostId post, EmailAddress email, Resolution resolution, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            var doubt = session.First(
                $"{Find} {session.Texts.ForUpdate}", row => new Doubt(row.Long(0), (OutcomeName)row.Int(1), row.Int(2), row.Flag(3)), post.Value, email.Normalised);
            if (doubt is null) return ResolutionAnswer.NoDelivery;
            if (doubt.Outcome != OutcomeName.Uncertain || doubt.Underway) return ResolutionAnswer.NotUncertain;
            Write(session, post, doubt, resolution);
            return ResolutionAnswer.Resolved;
        }, cancel);

    private static void Write(SqlSession session, PostId post, Doubt doubt, Resolution resolution)
    {
        if (resolution == Resolution.Resend)
        {
            session.Run(Due, session.Now, post.Value, doubt.Subscriber);
            return;
        }

        var (outcome, why) = resolution == Resolution.Accept
            ? (OutcomeName.Accepted, "Accepted by hand.")
            : (OutcomeName.Skipped, "Skipped by hand.");
        var books = new Books(session);
        // Only the sum over all slices counts, and slice 1 exists once there is a delivery.
        books.Write(new Decision(new SliceKey(post, 1), doubt.Subscriber, outcome, doubt.Attempts, null, session.Now, null,
            StoredReply.Own(why), null, null));
        books.Save();
    }
}
