namespace ActorMail.Posts;

/// <summary>A post and how far it is.</summary>
/// <param name="RatePerSecond">Deliveries decided a second over the last seconds; 0 when it is not sending.</param>
/// <param name="Eta">How long the rest takes at that rate; null when unknown.</param>
/// <param name="InFlight">Messages started and not yet ended.</param>
public sealed record PostView(
    Post Post, PostTotals Totals, int InFlight, DateTimeOffset? NextRetryAt, double RatePerSecond, TimeSpan? Eta);
