using ActorMail.Posts;
using Akka.Actor;

namespace ActorMail.Hosting;

/// <summary>Where the engine runs: what a node of its own and a member of a cluster do differently.</summary>
/// <param name="NodeName">The name its dispatcher's leases stand under.</param>
/// <param name="Sends">False for a node without mailers.</param>
/// <param name="Admitted">Ends when the node may lease slices.</param>
/// <param name="StartPosts">Gives the actor that knows every post.</param>
/// <param name="StartStops">Gives the actor that pauses and cancels any post, whichever nodes can be reached.</param>
/// <param name="StartKeeper">Sees to it that there is one keeper of that name in the whole system.</param>
internal sealed record EnginePlace(
    string NodeName,
    bool Sends,
    Task Admitted,
    Func<ActorSystem, Props, IActorRef> StartPosts,
    Func<ActorSystem, Props, IActorRef> StartStops,
    Action<ActorSystem, Props, string> StartKeeper);

/// <summary>A node of its own: one place for every post, whatever is asked of it.</summary>
internal static class NodePlace
{
    public static EnginePlace Of(string name)
    {
        IActorRef posts = ActorRefs.Nobody;
        return new EnginePlace(
            name,
            Sends: true,
            Task.CompletedTask,
            (system, post) => posts = system.ActorOf(LocalPostRegion.Props(post), "mail-posts"),
            (_, _) => posts,
            (system, keeper, keeperName) => system.ActorOf(keeper, keeperName));
    }
}
