using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>Why a session could not be opened, by the reply table.</summary>
internal static class OpeningFault
{
    public static RelayFault Of(SmtpPhase phase, LinkEnd end, string why) => RelayFault.Of(ReplyTable.Judge(phase, end), why);

    /// <param name="what">What the relay did by its reply.</param>
    public static RelayFault Of(SmtpPhase phase, SmtpReply reply, string what) =>
        RelayFault.Of(ReplyTable.Judge(phase, reply), $"{what}: {reply}");
}
