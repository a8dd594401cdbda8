using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>What is said when a run is braked: what was met, and what to do now.</summary>
internal static class RunAdvice
{
    private const string Then = "then resume it";

    public static string For(RunPause why, string said) => why switch
    {
        RunPause.Sender => $"The relay refuses the sender for every reader: {said}. See that From may send through this relay, {Then}.",
        RunPause.TooLarge => $"The letter is larger than the relay takes: {said}. Amend the post, {Then}.",
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, "An unknown reason to pause."),
    };

    public static string Bounces(int bounces, int decided) => FormattableString.Invariant(
        $"{bounces} of {decided} addresses do not exist, which costs the sender's good name. See where the list comes from and clean it, {Then}.");

    public static string Policy(int inARow, string said) =>
        $"{inARow} refusals by policy in a row, of several providers; the last: {said}. See the sender's standing (SPF, DKIM, block lists), {Then}.";

    public static string Content(int alike, int of, string said) =>
        $"{alike} of the last {of} letters were refused for what they say: {said}. Amend the post, {Then}.";

    public static string Letter(string said) => $"The letter cannot be written for several readers: {said}. Amend the post, {Then}.";

    public static string Bug(string said) =>
        $"Several messages met what nobody foresaw: {said}. See the log, and report it; {Then}.";

    public static string Closed(string provider, WiderAction why, string said) => why is WiderAction.SkipDomain
        ? $"{provider} takes no letter of this size, so its other readers are refused without an attempt: {said}"
        : $"{provider} refuses the sender ({said}), so nothing more of this post goes there for 4 hours at a time. "
            + "Set up SPF, DKIM and DMARC for the sender's domain (the relay's address needs a name), then pause and resume the post";

    public static string Held(string provider, TimeSpan time, string said) => FormattableString.Invariant(
        $"{provider} refuses by policy again and again ({said}), so nothing goes there for {time.TotalHours:0} hours");
}
