using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Operations;

/// <summary>Every operation there is.</summary>
internal sealed class MailOperations(IActorMail mail, IPostStore posts, IDeliveryLog log, IMailerWatch watch)
{
    public IReadOnlyList<Operation> All { get; } =
    [
        .. new PostOperations(mail, posts).All, new ExplainOperation(log).Operation, .. new SendingOperations(watch).All,
    ];

    public Operation? Find(string name) => All.FirstOrDefault(operation => operation.Name == name);
}
