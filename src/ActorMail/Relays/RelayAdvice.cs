using System.Globalization;

namespace ActorMail.Relays;

/// <summary>What an operator is told to do about a relay that is paused.</summary>
internal static class RelayAdvice
{
    private const string Then = "then it is used again at once: a changed configuration is read by itself, and 'actormail relays resume NAME' does the rest";

    public static string For(RelayPause why, DateTimeOffset? until) => (why, until) switch
    {
        (RelayPause.Quota, { } ends) => string.Create(CultureInfo.InvariantCulture,
            $"Its quota is used up; it is used again at {ends.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Set MessagesPerDay a little lower, or ask the provider for more"),
        (RelayPause.Credentials, _) =>
            $"It refuses the login, and more tries could lock the account. Correct UserName and Password; {Then}",
        (RelayPause.Security, _) =>
            $"TLS with it does not hold, and nothing is ever sent without. See to its certificate or to Security; {Then}",
        (RelayPause.Refusing, _) =>
            $"It refuses this node before anything was said. Ask its provider whether this node's address is blocked; {Then}",
        (RelayPause.Session, _) =>
            $"It wants what this session is not to give (a login, STARTTLS), or is no SMTP server. See to Port, Security and UserName; {Then}",
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, "An unknown reason to pause."),
    };
}
