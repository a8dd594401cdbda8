using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>What a person decides about a delivery nobody knows the end of.</summary>
public enum Resolution
{
    /// <summary>Send it again with the same Message-ID.</summary>
    Resend,

    /// <summary>It has arrived: count it as accepted.</summary>
    Accept,

    /// <summary>Leave it: count it as skipped.</summary>
    Skip,
}

/// <summary>How a resolution ended.</summary>
public enum ResolutionAnswer
{
    Resolved,

    /// <summary>The address never was in the post's audience, or has no outcome yet.</summary>
    NoDelivery,

    /// <summary>The delivery has another outcome, or is being sent again already.</summary>
    NotUncertain,
}

/// <summary>Deliveries in doubt, decided one by one by hand (policy <see cref="OnUncertain.Hold"/>).</summary>
public interface IUncertainDeliveries
{
    /// <summary>Durable when it returns. With <see cref="Resolution.Resend"/> the delivery is due at once.</summary>
    Task<ResolutionAnswer> ResolveAsync(PostId post, EmailAddress email, Resolution resolution, CancellationToken cancel);
}
