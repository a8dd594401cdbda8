using ActorMail.Subscribers;

namespace ActorMail.Letters;

/// <summary>Who the letters come from and where their links lead.</summary>
/// <param name="FromName">The display name; empty for none.</param>
/// <param name="FromEmail">One address of the sender's own domain, able to receive.</param>
/// <param name="PublicUrl">Where readers reach this node (unsubscribe links), without a trailing slash.</param>
public sealed record SenderSettings(string FromName, EmailAddress FromEmail, Uri PublicUrl);
