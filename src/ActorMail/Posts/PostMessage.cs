using ActorMail.Wire;

namespace ActorMail.Posts;

/// <summary>What is said to a PostActor; the id finds the actor.</summary>
internal abstract record PostMessage(PostId Id) : IWire
{
    /// <summary>The traceparent it is part of; null when nobody traces.</summary>
    public string? Trace { get; init; }

    /// <summary>Store a new post; answered by a <see cref="PostAnswer"/>.</summary>
    public sealed record Create(Post Post) : PostMessage(Post.Id);

    /// <summary>Carry out a command; answered by a <see cref="PostAnswer"/>.</summary>
    public sealed record Do(PostId Id, PostCommand Command) : PostMessage(Id);

    /// <summary>Make the deliveries with these outcomes due again; answered by a <see cref="PostAnswer"/>.</summary>
    public sealed record Requeue(PostId Id, IReadOnlyList<Delivery.OutcomeName> Outcomes) : PostMessage(Id);

    /// <summary>Decide an uncertain delivery; answered by a <see cref="PostAnswer"/>.</summary>
    public sealed record Resolve(PostId Id, Subscribers.EmailAddress Email, Delivery.Resolution Resolution) : PostMessage(Id);

    /// <summary>Look after yourself: begin if you are due, go on if you are unfinished.</summary>
    public sealed record Wake(PostId Id) : PostMessage(Id);

    /// <summary>A dispatcher has finished one of your slices.</summary>
    public sealed record SliceFinished(PostId Id) : PostMessage(Id);

    /// <summary>A dispatcher has decided so many deliveries since its last report.</summary>
    public sealed record Progressed(PostId Id, int Decided) : PostMessage(Id);

    /// <summary>How fast are you? Answered by a <see cref="PostPace"/>.</summary>
    public sealed record AskPace(PostId Id) : PostMessage(Id);
}

/// <summary>How fast a post goes out.</summary>
/// <param name="PerSecond">Deliveries decided a second; 0 when it is not sending.</param>
internal sealed record PostPace(double PerSecond) : IWire;

/// <summary>The answer to a command that met a fault of ours.</summary>
internal sealed record PostFailed(string Why) : IWire;
