using ActorMail.Posts;
using Akka.Cluster.Sharding;

namespace ActorMail.Cluster;

/// <summary>Which PostActor a message is for, and in which shard it lives.</summary>
internal sealed class PostShards(int shards) : HashCodeMessageExtractor(shards)
{
    /// <summary>The name of the sharded PostActors; the same on every node.</summary>
    public const string TypeName = "post";

    public override string? EntityId(object message) => (message as PostMessage)?.Id.ToString();
}
