using System.Globalization;
using ActorMail.Relays;

namespace ActorMail.Testing.Replies;

/// <summary>A verdict in short words: what tests expect and docs/replies.md shows.</summary>
public static class VerdictWords
{
    public static string Of(ReplyVerdict verdict) => $"{Recipient(verdict)} | {Session(verdict)} | {Wider(verdict)}";

    public static string Recipient(ReplyVerdict verdict) => verdict.Recipient switch
    {
        RecipientAction.Accepted => "accepted",
        RecipientAction.Retry retry => "retry"
            + (retry.AtLeast > TimeSpan.Zero ? $" after {Short(retry.AtLeast)}" : "")
            + (retry.Counted ? "" : ", not counted")
            + (retry.Fault is { } fault ? $", {Low(fault)}" : ""),
        RecipientAction.Fail fail => "fail" + (fail.Fault is { } fault ? $", {Low(fault)}" : ""),
        RecipientAction.Suppress => "suppress",
        RecipientAction.Uncertain => "uncertain",
        RecipientAction.Untouched => "untouched",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };

    public static string Session(ReplyVerdict verdict) => Low(verdict.Session);

    public static string Wider(ReplyVerdict verdict) => verdict.Wider switch
    {
        WiderAction.None => "-",
        WiderAction.Healthy => "healthy",
        WiderAction.Trip => "breaker +1",
        WiderAction.Slow slow => "slow" + (slow.Hold > TimeSpan.Zero ? $" {Short(slow.Hold)}" : ""),
        WiderAction.PauseRelay pause => $"pause relay, {Low(pause.Why)}"
            + (pause.After > 1 ? $", after {pause.After}" : "")
            + (pause.ResumeIn is { } wait ? $", for {Short(wait)}" : ""),
        WiderAction.PauseRun pause => $"pause run, {Low(pause.Why)}",
        WiderAction.ThrottleDomain throttle => $"throttle domain {Short(throttle.For)}",
        WiderAction.HoldDomain hold => $"hold domain {Short(hold.For)}",
        WiderAction.PauseProvider => "pause provider",
        WiderAction.SkipDomain => "skip domain",
        WiderAction.Count count => $"count {Low(count.Brake)}",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };

    private static string Low(Enum word) => string.Concat(word.ToString().Select((c, at) =>
        char.IsUpper(c) ? (at > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Short(TimeSpan wait) => (wait.TotalSeconds % 60, wait.TotalMinutes % 60) switch
    {
        (0, 0) => string.Create(CultureInfo.InvariantCulture, $"{wait.TotalHours} h"),
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"{wait.TotalMinutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds} s"),
    };
}
