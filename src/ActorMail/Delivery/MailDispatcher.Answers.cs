using Akka.Actor;

namespace ActorMail.Delivery;

/// <summary>
/// How a dispatcher hears what it asked for. A restart keeps the mailbox, so an answer says whom it is for: one that failed has
/// asked for things its successor knows nothing of, and a round's late answer would grant what the next one only asked for (P2).
/// </summary>
internal sealed partial class MailDispatcher
{
    private sealed record Answer(MailDispatcher To, object What);

    protected override bool AroundReceive(Receive receive, object message) => message is Answer answer
        ? answer.To != this || base.AroundReceive(receive, answer.What)
        : base.AroundReceive(receive, message);

    private void Hear<T>(Task<T> asked, Func<T, object> success, Func<Exception, object> failure) => asked.PipeTo(
        Self, success: result => new Answer(this, success(result)), failure: why => new Answer(this, failure(why)));

    /// <param name="ended">What it ended with; null when it went well.</param>
    private void Hear(Task asked, Func<Exception?, object> ended) => asked.PipeTo(
        Self, success: () => new Answer(this, ended(null)), failure: why => new Answer(this, ended(why)));
}
