namespace ActorMail.Rig.Receiver;

/// <summary>What the receiver has just seen of one message; each message passes all of them, in this order.</summary>
public enum Moment
{
    Mail,
    Rcpt,

    /// <summary>Some of the body, its end not looked for yet.</summary>
    MidBody,

    /// <summary>The whole body; the final dot counts as never arrived if the trap springs here.</summary>
    BeforeDot,

    /// <summary>The final dot, durably noted and not answered.</summary>
    AfterDot,

    /// <summary>The 250 is on its way.</summary>
    Answered,
}
