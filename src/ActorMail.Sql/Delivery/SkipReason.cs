namespace ActorMail.Delivery;

/// <summary>Why a reader of the audience is not written to; stored as the delivery's reply.</summary>
internal static class SkipReason
{
    public const string Erased = "The reader was erased.";
    private const string Left = "The reader has left the list.";
    private const string Unsubscribed = "The reader has unsubscribed.";
    private const string Suppressed = "The address is suppressed.";

    /// <summary>Null when the reader may be written to.</summary>
    public static string? For(bool erased, string state, bool member) => (erased, state, member) switch
    {
        (true, _, _) => Erased,
        (_, "unsubscribed", _) => Unsubscribed,
        (_, "suppressed", _) => Suppressed,
        (_, _, false) => Left,
        _ => null,
    };
}
