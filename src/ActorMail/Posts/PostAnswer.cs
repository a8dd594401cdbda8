using ActorMail.Letters;
using ActorMail.Wire;

namespace ActorMail.Posts;

/// <summary>The answer to a command about a post. Every command gets one.</summary>
public abstract record PostAnswer : IWire
{
    private PostAnswer() { }

    /// <summary>The post as it is now; throws unless the command is durably done.</summary>
    /// <exception cref="PostRefusedException">It is not; the message says why.</exception>
    public Post OrThrow() => this switch
    {
        Stored(var post) => post,
        Repeated(var post) => post,
        Done(var post, _, _) => post,
        _ => throw new PostRefusedException(this),
    };

    /// <summary>A new post is durably stored.</summary>
    public sealed record Stored(Post Post) : PostAnswer;

    /// <summary>The same request was stored before under its idempotency key.</summary>
    public sealed record Repeated(Post Post) : PostAnswer;

    /// <summary>The command is durably done (or was already).</summary>
    /// <param name="Post">The post as it is now.</param>
    /// <param name="InFlight">After pause and cancel: messages that had started and have not ended yet.</param>
    /// <param name="Requeued">After retry: deliveries that are due again.</param>
    public sealed record Done(Post Post, int InFlight = 0, int Requeued = 0) : PostAnswer;

    /// <summary>There is no such post.</summary>
    public sealed record NotFound(PostId Id) : PostAnswer;

    /// <summary>The post's status does not allow the command.</summary>
    public sealed record WrongState(PostId Id, PostStatus Status, string Why) : PostAnswer;

    /// <summary>The post has no delivery to this address that could be resolved.</summary>
    public sealed record NoDelivery(PostId Id) : PostAnswer;

    /// <summary>The delivery has another outcome than uncertain, or is being sent again already.</summary>
    public sealed record NotUncertain(PostId Id) : PostAnswer;

    /// <summary>The content or another field is not acceptable; nothing is stored.</summary>
    public sealed record Invalid(IReadOnlyList<ContentFault> Faults) : PostAnswer;

    /// <summary>The idempotency key belongs to another request.</summary>
    public sealed record KeyTaken(PostId By) : PostAnswer;

    /// <summary>The store cannot be written to now; nothing is stored. Try again after <paramref name="RetryAfter"/>.</summary>
    public sealed record Unavailable(string Why, TimeSpan RetryAfter) : PostAnswer;
}
