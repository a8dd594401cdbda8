using Akka.Actor;
using Akka.Cluster.Sharding;

namespace ActorMail.Posts;

/// <summary>The PostActors of a single node: one child a post, made when first spoken to. In a cluster, sharding takes its place.</summary>
internal sealed class LocalPostRegion : ReceiveActor
{
    private readonly Dictionary<IActorRef, List<(PostMessage Message, IActorRef Sender)>> _leaving = [];

    public LocalPostRegion(Props postActor)
    {
        Receive<PostMessage>(message =>
        {
            var name = message.Id.ToString();
            var child = Context.Child(name);
            if (_leaving.TryGetValue(child, out var waiting)) waiting.Add((message, Sender));
            else (child.IsNobody() ? Context.ActorOf(postActor, name) : child).Forward(message);
        });
        Receive<Passivate>(passivate =>
        {
            if (!_leaving.TryAdd(Sender, [])) return;
            Context.Watch(Sender);
            Sender.Tell(passivate.StopMessage);
        });
        Receive<Terminated>(terminated =>
        {
            if (!_leaving.Remove(terminated.ActorRef, out var waiting)) return;
            foreach (var (message, sender) in waiting) Self.Tell(message, sender);
        });
    }

    public static Props Props(Props postActor) => Akka.Actor.Props.Create(() => new LocalPostRegion(postActor));
}
