using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>Sends one letter of a post to its author's own eyes: through a session of its own, outside the books.</summary>
internal sealed class TestMail(
    RelayRoster roster, ILetterPress press, IRelayConnector connector, ISubscriberStore subscribers)
{
    private static readonly Recipient Nobody = new(
        default, EmailAddress.Parse("nobody@actormail.example"), null, new Dictionary<string, string>(), 0);

    public async Task<TestMailAnswer> SendAsync(Post post, EmailAddress to, CancellationToken cancel)
    {
        if (roster.Relays is not [var relay, ..]) return new TestMailAnswer(true, false, "this node has no relay; ask a node that has one");
        ILetter letter;
        try
        {
            letter = press.Compose(post with { Content = post.Content with { Subject = $"[Test] {post.Content.Subject}" } });
        }
        catch (LetterException unfit)
        {
            return new TestMailAnswer(true, false, unfit.Message);
        }

        await using var connection = connector.Create(relay);
        if (await connection.OpenAsync(cancel) is { } fault) return new TestMailAnswer(true, false, fault.Why);
        var result = await connection.SendAsync(letter, await RecipientAsync(to, cancel), next: null, cancel);
        await connection.CloseAsync();
        return result switch
        {
            SendResult.Accepted accepted => new TestMailAnswer(true, true, accepted.Reply.ToString()),
            SendResult.Deferred deferred => new TestMailAnswer(true, false, deferred.Reply.ToString()),
            SendResult.Rejected rejected => new TestMailAnswer(true, false, rejected.Reply.ToString()),
            SendResult.RunRefused refused => new TestMailAnswer(true, false, refused.Reply.ToString()),
            SendResult.RelayRefused refused => new TestMailAnswer(true, false, refused.Reply.ToString()),
            SendResult.Uncertain uncertain => new TestMailAnswer(true, false, uncertain.Why),
            SendResult.Broken broken => new TestMailAnswer(true, false, broken.Why),
            _ => throw new ArgumentOutOfRangeException(nameof(post), result, "An unknown end of a sending."),
        };
    }

    /// <summary>Known readers see their own placeholders; the unsubscribe link of a test is nobody's.</summary>
    private async Task<Recipient> RecipientAsync(EmailAddress to, CancellationToken cancel) =>
        await subscribers.ReadAsync(to, cancel) is { } known
            ? Nobody with { Email = to, Name = known.Name, Attributes = known.Attributes }
            : Nobody with { Email = to };
}
