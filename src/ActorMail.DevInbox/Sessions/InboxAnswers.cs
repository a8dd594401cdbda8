namespace ActorMail.DevInbox;

/// <summary>What became of a command.</summary>
internal enum Answered
{
    Done,

    /// <summary>Answered otherwise, by its own fault or by order.</summary>
    NotDone,

    /// <summary>The connection is over.</summary>
    Over,
}

/// <summary>Answers commands: rightly, or as a fault orders.</summary>
internal sealed class InboxAnswers(
    InboxTransport transport, InboxFaults faults, long connection, Envelope envelope, DevInboxOptions options)
{
    /// <summary>
    /// Answers with <paramref name="right"/> (lines without the last CR LF), doing <paramref name="effect"/> when the reply is
    /// a good one, unless a fault strikes.
    /// </summary>
    public async ValueTask<Answered> AnswerAsync(
        InboxPhase phase, string right, CancellationToken cancel, Action? effect = null, string? recipient = null)
    {
        var about = recipient ?? envelope.Recipients.LastOrDefault();
        var fault = faults.Strike(phase, connection, envelope.From, about);
        var delay = phase == InboxPhase.Dot ? options.DotDelay : options.CommandDelay;
        if (delay > TimeSpan.Zero) await PauseAsync(delay, cancel).ConfigureAwait(false);
        return fault is null ? Right(right, effect) : await FailAsync(fault, right, effect, cancel).ConfigureAwait(false);
    }

    /// <summary>The fault for this body, to be handed to <see cref="FailAsync"/> when its bytes were read.</summary>
    public InboxFault? BodyFault() =>
        faults.Strike(InboxPhase.Body, connection, envelope.From, envelope.Recipients.LastOrDefault());

    public async ValueTask<Answered> FailAsync(InboxFault fault, string right, Action? effect, CancellationToken cancel)
    {
        switch (fault.Action)
        {
            case FaultAction.Reply reply:
                if (reply.Code / 100 is 2 or 3) effect?.Invoke();
                transport.Queue(reply.Bytes());
                return reply.Code == 421 ? await CloseAsync(cancel).ConfigureAwait(false)
                    : reply.Code / 100 is 2 or 3 ? Answered.Done : Answered.NotDone;
            case FaultAction.Garbage garbage:
                transport.Queue(garbage.Bytes.Span);
                return Answered.NotDone;
            case FaultAction.Close:
                return await CloseAsync(cancel).ConfigureAwait(false);
            case FaultAction.Reset:
                return await ResetAsync(cancel).ConfigureAwait(false);
            case FaultAction.Delay delay:
                await PauseAsync(delay.For, cancel).ConfigureAwait(false);
                return Right(right, effect);
            case FaultAction.Stall:
                return await StallAsync(fault, cancel).ConfigureAwait(false) ? Right(right, effect) : Answered.Over;
            case FaultAction.Dribble:
                var done = Right(right, effect);
                await transport.DribbleAsync(cancel).ConfigureAwait(false);
                return done;
            case FaultAction.DropAfterDoing drop:
                await transport.FlushAsync(cancel).ConfigureAwait(false);
                effect?.Invoke();
                if (drop.WithReset) transport.Reset();
                else transport.Close();
                return Answered.Over;
            case FaultAction.ResetAfterAnswer:
                Right(right, effect);
                return await ResetAsync(cancel).ConfigureAwait(false);
            default:
                throw new InvalidOperationException($"Unknown fault {fault.Action}.");
        }
    }

    private Answered Right(string right, Action? effect)
    {
        // Within a body there is nothing to say.
        if (right.Length == 0) return Answered.Done;
        var good = right[0] is '2' or '3';
        if (good) effect?.Invoke();
        transport.Queue(right);
        return good ? Answered.Done : Answered.NotDone;
    }

    private async ValueTask PauseAsync(TimeSpan delay, CancellationToken cancel)
    {
        await transport.FlushAsync(cancel).ConfigureAwait(false);
        await Task.Delay(delay, options.Time, cancel).ConfigureAwait(false);
    }

    private async ValueTask<Answered> CloseAsync(CancellationToken cancel)
    {
        await transport.FlushAsync(cancel).ConfigureAwait(false);
        transport.Close();
        return Answered.Over;
    }

    private async ValueTask<Answered> ResetAsync(CancellationToken cancel)
    {
        await transport.FlushAsync(cancel).ConfigureAwait(false);
        transport.Reset();
        return Answered.Over;
    }

    // False when the client went before the fault was released.
    private async ValueTask<bool> StallAsync(InboxFault fault, CancellationToken cancel)
    {
        await transport.FlushAsync(cancel).ConfigureAwait(false);
        var ends = transport.ClientEndsAsync(cancel);
        var first = await Task.WhenAny(fault.Released.WaitAsync(cancel), ends).ConfigureAwait(false);
        if (first == ends && await ends.ConfigureAwait(false)) return false;
        await fault.Released.WaitAsync(cancel).ConfigureAwait(false);
        return true;
    }
}
