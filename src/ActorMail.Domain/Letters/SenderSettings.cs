using ActorMail.Subscribers;

namespace ActorMail.Letters;

/// <summary>Who the letters come from and where their links lead.</summary>
/// <param name="FromName">The display name; empty for none.</param>
/// <param name="FromEmail">One address of the sender's own domain, able to receive.</param>
/// <param name="PublicUrl">Where readers reach this node (unsubscribe links), without a trailing slash.</param>
public sealed record SenderSettings(string FromName, EmailAddress FromEmail, Uri PublicUrl)
{
    /// <summary>To be read when a link is written: an application may say below which path it is only after it has asked for this.</summary>
    public Uri PublicUrl { get => PublicUrlNow?.Invoke() ?? field; init; } = PublicUrl;

    /// <summary>Takes the place of what was given; null: nothing does.</summary>
    internal Func<Uri>? PublicUrlNow { get; init; }
}
