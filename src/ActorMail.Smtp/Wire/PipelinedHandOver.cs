using System.Runtime.CompilerServices;
using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// Hands a message over in one round trip, to relays that offer PIPELINING (RFC 2920): MAIL, RCPT and DATA leave along with the dot
/// of the message before, if that one's call knew who is next, else by themselves; then the message leaves with its dot in one write.
/// </summary>
internal sealed class PipelinedHandOver(WireMessage wire)
{
    private static readonly byte[] NewLine = "\r\n"u8.ToArray();
    private static readonly byte[] EndOfData = ".\r\n"u8.ToArray();
    private static readonly byte[] Reset = "RSET\r\n"u8.ToArray();
    private static readonly SmtpPhase[] Commands = [SmtpPhase.Mail, SmtpPhase.Rcpt, SmtpPhase.Data];
    private readonly byte[] _commands = new byte[Envelope.MaxCommands];

    /// <param name="next">Who the relay is told of along with the dot; null for nobody.</param>
    public async Task<SendResult> SendAsync(RelaySession session, Envelope mail, Envelope? next, CancellationToken cancel)
    {
        try
        {
            session.Progress.Begin();
            var announced = session.Announced is not null;
            session.Announced = null;
            if (!announced)
                await SayAsync(session, CommandsOf(mail, session.TakesSize ? wire.Size : null), session.CommandTimeout, cancel).ConfigureAwait(false);
            if (await HearEnvelopeAsync(session, cancel).ConfigureAwait(false) is { } refused) return refused;
            if (announced && session.SpokeOrEnded)
                return ReplyTable.Decide(SmtpPhase.Data, LinkEnd.Broke, "the relay ended the session while it waited for the message");
            return await HandOverAsync(session, next, cancel).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return ReplyTable.Decide(session.Progress.Phase, session.EndOf(broken), session.Why(broken));
        }
        finally
        {
            session.Watchdog.Rest();
        }
    }

    /// <summary>Null when the relay waits for the message. The first refusal decides; what was sent along has to be answered too.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<SendResult?> HearEnvelopeAsync(RelaySession session, CancellationToken cancel)
    {
        SendResult? refused = null;
        var (taken, waits) = (false, false);
        foreach (var phase in Commands)
        {
            if (refused is null) session.Progress.Reaches(phase);
            session.Watchdog.Allow(session.CommandTimeout);
            try
            {
                var reply = await session.Replies.ReadAsync(cancel).ConfigureAwait(false);
                if (phase == SmtpPhase.Rcpt) taken = IsDue(phase, reply);
                waits = reply.Code == 354;
                if (refused is null && !IsDue(phase, reply)) refused = ReplyTable.Decide(phase, reply);
            }
            catch (Exception broken) when (refused is not null && broken is not OutOfMemoryException)
            {
                return refused with { SessionUsable = false };
            }

            if (refused is { SessionUsable: false }) return refused;
        }

        // Who refused the sender and took the recipient all the same would send them an empty letter: the link is cut instead.
        if (refused is not null && taken && waits) return refused with { SessionUsable = false };
        return refused is null ? null
            : await IsClearedAsync(session, waits, cancel).ConfigureAwait(false) ? refused
            : refused with { SessionUsable = false };
    }

    private static bool IsDue(SmtpPhase phase, SmtpReply reply) =>
        phase == SmtpPhase.Data ? reply.Code == 354 : reply.Code / 100 == 2;

    /// <summary>Ends a transaction that was refused. A relay that waits for a message all the same gets an empty one, for nobody.</summary>
    private static async ValueTask<bool> IsClearedAsync(RelaySession session, bool waits, CancellationToken cancel)
    {
        try
        {
            await SayAsync(session, waits ? EndOfData : Reset, session.ResetTimeout, cancel).ConfigureAwait(false);
            var reply = await session.Replies.ReadAsync(cancel).ConfigureAwait(false);
            return reply.Code == 250 || (waits && reply.Code is >= 500 and not 521);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SendResult> HandOverAsync(RelaySession session, Envelope? next, CancellationToken cancel)
    {
        session.Watchdog.Allow(session.CommandTimeout);
        var spoke = session.Replies.HasMore;
        await WriteAsync(session, cancel).ConfigureAwait(false);
        if (next is not null) await session.Outgoing.WriteAsync(CommandsOf(next, size: null), cancel).ConfigureAwait(false);
        session.Announced = next;
        await session.Outgoing.FlushAsync(cancel).ConfigureAwait(false);
        var reply = await session.Replies.ReadAsync(cancel).ConfigureAwait(false);
        // Under TLS an answer that came too early may have been decrypted with the one before it: then nothing was read for it.
        var early = spoke || (session.IsSecure ? session.Progress.ReadsSinceDot == 0 : session.Progress.AnsweredTooEarly);
        return early && reply.Code < 400
            ? ReplyTable.Decide(SmtpPhase.Dot, LinkEnd.Nonsense, "the relay answered before it had the whole message")
            : ReplyTable.Decide(SmtpPhase.Dot, reply);
    }

    private async ValueTask WriteAsync(RelaySession session, CancellationToken cancel)
    {
        session.Progress.BodyBegins();
        await DotStuffing.WriteAsync(session.Outgoing, wire.Head.Bytes, cancel).ConfigureAwait(false);
        await session.Outgoing.WriteAsync(NewLine, cancel).ConfigureAwait(false);
        await DotStuffing.WriteAsync(session.Outgoing, wire.Body.Bytes, cancel).ConfigureAwait(false);
        if (wire.Body.Length > 0 && !wire.Body.Written.EndsWith(NewLine)) await session.Outgoing.WriteAsync(NewLine, cancel).ConfigureAwait(false);
        session.Progress.BodyEnds();
        await session.Outgoing.WriteAsync(EndOfData, cancel).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> CommandsOf(Envelope mail, long? size) => _commands.AsMemory(0, mail.WriteCommands(_commands, size));

    private static async ValueTask SayAsync(RelaySession session, ReadOnlyMemory<byte> commands, TimeSpan limit, CancellationToken cancel)
    {
        session.Watchdog.Allow(limit);
        await session.Outgoing.WriteAsync(commands, cancel).ConfigureAwait(false);
        await session.Outgoing.FlushAsync(cancel).ConfigureAwait(false);
    }
}
