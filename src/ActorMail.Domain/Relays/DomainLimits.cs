namespace ActorMail.Relays;

/// <summary>How much one node sends to a provider of recipients at a time.</summary>
/// <param name="Connections">Messages under way at most.</param>
/// <param name="MessagesPerSecond">Messages started a second at most; null for no limit.</param>
public sealed record DomainLimit(int Connections, double? MessagesPerSecond = null);

/// <summary>How much one node sends to each provider.</summary>
/// <param name="Usual">What holds for a provider that is not named.</param>
/// <param name="Named">By the provider's name, as <see cref="MailProviders.Of"/> gives it.</param>
public sealed record DomainLimits(DomainLimit Usual, IReadOnlyDictionary<string, DomainLimit> Named)
{
    public static readonly DomainLimits Default = new(new DomainLimit(20), new Dictionary<string, DomainLimit>());

    public DomainLimit Of(string provider) => Named.GetValueOrDefault(provider, Usual);
}
