namespace ActorMail.Relays;

/// <summary>
/// What is asked of the relay, the run or the recipient's provider. A verdict knows one reply only: whoever keeps count of replies
/// (a breaker, a brake) acts on these.
/// </summary>
public abstract record WiderAction
{
    private WiderAction() { }

    /// <summary>It concerns this message alone.</summary>
    public sealed record None : WiderAction;

    /// <summary>A message was accepted: all is well (row 28).</summary>
    public sealed record Healthy : WiderAction;

    /// <summary>The relay's breaker counts one more (rows 1, 29).</summary>
    public sealed record Trip : WiderAction;

    /// <summary>Half the connections to the relay, and nothing new on them for <paramref name="Hold"/> (rows 2, 6, 8, 19, 20, 21).</summary>
    /// <param name="Hold">Zero for no hold. Row 19 doubles it each time in a row.</param>
    public sealed record Slow(TimeSpan Hold = default) : WiderAction;

    /// <summary>The relay is paused once this came <paramref name="After"/> times in a row (rows 3, 4, 5, 7, 22).</summary>
    /// <param name="ResumeIn">
    /// The time the reply stated. Without one <see cref="RelayPause.Quota"/> ends with the next UTC day, the others by hand.
    /// </param>
    public sealed record PauseRelay(RelayPause Why, int After = 1, TimeSpan? ResumeIn = null) : WiderAction;

    /// <summary>The post is paused and its author called (rows 9, 10).</summary>
    public sealed record PauseRun(RunPause Why) : WiderAction;

    /// <summary>The recipient's provider gets one connection and one message a minute for so long (row 21).</summary>
    public sealed record ThrottleDomain(TimeSpan For) : WiderAction;

    /// <summary>Nothing new to the recipient's provider for so long (row 21, TSS04).</summary>
    public sealed record HoldDomain(TimeSpan For) : WiderAction;

    /// <summary>Nothing more of this post to the recipient's provider for some hours, unless somebody acts (row 24: SPF, DKIM, DMARC, PTR).</summary>
    public sealed record PauseProvider : WiderAction;

    /// <summary>The rest of this post's readers at the recipient's domain would be refused alike (row 26).</summary>
    public sealed record SkipDomain : WiderAction;

    /// <summary>One more of what alone means little and often something (rows 12, 15, 25, 30, 31, 32, 34).</summary>
    public sealed record Count(Brake Brake) : WiderAction;
}

/// <summary>Why a relay is paused.</summary>
public enum RelayPause
{
    /// <summary>It greets with a refusal (row 3).</summary>
    Refusing,

    /// <summary>TLS is missing, refused or not trusted (row 4).</summary>
    Security,

    /// <summary>The login was refused (row 5).</summary>
    Credentials,

    /// <summary>It wants AUTH or STARTTLS of a session that is not to have it (row 7).</summary>
    Session,

    /// <summary>Its quota is used up (row 22).</summary>
    Quota,
}

/// <summary>Why a run is paused.</summary>
public enum RunPause
{
    /// <summary>The sender's address is refused (row 9), or what is sent is no sense to the relay.</summary>
    Sender,

    /// <summary>The post is too large (row 10).</summary>
    TooLarge,
}

/// <summary>What is counted before somebody brakes.</summary>
public enum Brake
{
    /// <summary>More than 10 % of at least 200: a bought list (row 12).</summary>
    HardBounces,

    /// <summary>20 in a row over at least 3 domains pause the run; of one domain only, that domain is held for 2 h (row 15).</summary>
    Policy,

    /// <summary>3 alike of the last 20 pause the run (row 25).</summary>
    Content,

    /// <summary>Shown (row 30).</summary>
    Doubt,

    /// <summary>The same for 3 recipients pauses the run (row 32).</summary>
    Letter,

    /// <summary>5 in 60 s pause the relay (row 31).</summary>
    Protocol,

    /// <summary>Left alone after 3, then the run is paused (row 34).</summary>
    Bug,
}
