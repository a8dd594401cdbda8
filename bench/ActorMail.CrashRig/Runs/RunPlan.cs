namespace ActorMail.CrashRig.Runs;

/// <summary>What every plan of a run says. The same plan replays the same run, as far as the scheduler lets it.</summary>
internal abstract record RunPlan
{
    /// <summary>Printed with every report; 0 for a plan made by hand.</summary>
    public int Seed { get; init; }

    public int Readers { get; init; } = 200;

    /// <summary>Of a node to the receiver.</summary>
    public int Connections { get; init; } = 4;

    public int SliceSize { get; init; } = 50;

    /// <summary>resend, hold or skip.</summary>
    public string OnUncertain { get; init; } = "resend";

    public TimeSpan MailTakes { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Whether the receiver offers PIPELINING. In plans made from a seed: when the seed is even.</summary>
    public bool Pipelining { get; init; } = true;

    /// <summary>How long the last post may take to be finished once all is quiet, and a strike to come.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Messages in all when nobody gets a copy.</summary>
    public virtual int Mails => Readers;

    /// <summary>How the receiver is spoken to, for the report.</summary>
    protected string Spoken => Pipelining ? "pipelined" : "one by one";

    protected static string Policy(SeededChance chance) => chance.Between(0, 9) switch { < 6 => "resend", < 8 => "hold", _ => "skip" };
}
