using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Relays;
using ActorMail.Storage;
using ActorMail.Telemetry;

namespace ActorMail.SignUps;

/// <summary>What confirmation mails are sent with.</summary>
/// <param name="Watch">How the dispatcher sees its relays; one it has stopped using is used for no confirmation mail either.</param>
/// <param name="StoreWithin">How long a node that stops waits for a store that takes no ends.</param>
internal sealed record SignUpParts(
    ISignUpMails Mails, RelayRoster Roster, IMailerWatch Watch, IRelayConnector Connector, IRelayAllowance Allowance,
    IConfirmationPress Press, SignUpEnds Ends, SignUpFigures Figures, TimeSpan StoreWithin, TimeProvider Time, Random Chance);

/// <summary>
/// Sends what is due over one session of its own, mail by mail: claimed, sent, its end stored, then the next. A relay that fails is left
/// alone for a while, and the next one is used.
/// </summary>
internal sealed class SignUpRun(SignUpParts parts)
{
    /// <summary>Longer than the longest message: RFC 5321 4.5.3.2.6 gives the answer to the dot ten minutes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan KillAfter = TimeSpan.FromMinutes(13);

    /// <summary>Whoever was stopped for so long between claim and start leaves the mail to others.</summary>
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(1);

    private readonly Guid _holder = Guid.NewGuid();
    private readonly RelayRests _rests = new(parts.Time);

    /// <summary>Gives the relays that could not be used, each with the reason.</summary>
    /// <param name="stop">Then no further mail starts; one that is under way ends.</param>
    public async Task<IReadOnlyList<string>> SendDueAsync(CancellationToken stop)
    {
        List<string> faults = [];
        var relays = _rests.Awake(parts.Roster.Relays);
        if (relays.Count == 0 || !await parts.Mails.AnyDueAsync(stop)) return faults;
        var unused = (await parts.Watch.LookAsync(stop)).Relays
            .Where(relay => relay.Use is RelayUse.Paused or RelayUse.Waiting or RelayUse.UsedUp).Select(relay => relay.Name).ToHashSet();
        foreach (var relay in relays.Where(relay => !unused.Contains(relay.Name)))
        {
            if (stop.IsCancellationRequested) break;
            if (await SendOverAsync(relay, stop) is not { } fault)
            {
                _rests.Works(relay);
                break;
            }

            _rests.Rest(relay, fault.Kind);
            faults.Add($"{relay.Name}: {fault.Why}");
        }

        return faults;
    }

    /// <summary>A person says that the relay may be used again. Not while <see cref="SendDueAsync"/> runs.</summary>
    public void Resume(string relay) => _rests.Resume(relay);

    public Task SweepAsync() => parts.Mails.SweepAsync(SignUpLimits.Lasts, CancellationToken.None);

    /// <summary>Null when nothing is left to do over this relay; else why not.</summary>
    private async Task<RelayFault?> SendOverAsync(RelaySettings relay, CancellationToken stop)
    {
        await using var connection = parts.Connector.Create(relay);
        if (await connection.OpenAsync(stop) is { } fault) return fault;
        SendResult? last = null;
        while (!stop.IsCancellationRequested && await parts.Mails.AnyDueAsync(stop))
        {
            if (await MailTurn.TakeAsync(parts.Allowance, relay, parts.Time, stop) is not { } turn)
            {
                await connection.CloseAsync();
                return new RelayFault(RelayFaultKind.Unavailable, "its limit of messages is used up");
            }

            last = await SendNextAsync(connection, turn, stop);
            if (last is null or { SessionUsable: false } || SignUpEnds.RelayFault(last) is not null) break;
        }

        if (last is null or { SessionUsable: true }) await connection.CloseAsync();
        return last is not null && SignUpEnds.RelayFault(last) is { } why ? new RelayFault(RelayFaultKind.Unavailable, why) : null;
    }

    /// <summary>Null when there was no mail left.</summary>
    private async Task<SendResult?> SendNextAsync(IRelayConnection connection, MailTurn turn, CancellationToken stop)
    {
        var claimedAt = parts.Time.GetTimestamp();
        if (await parts.Mails.ClaimAsync(_holder, Lease, parts.Ends.OnUncertain, CancellationToken.None) is not { } mail)
        {
            // Another node was faster.
            await turn.GiveBackAsync();
            return null;
        }

        var took = parts.Time.GetElapsedTime(claimedAt);
        SendResult result = new SendResult.Broken("this node was stopped for a while");
        if (took < StartWithin)
        {
            using var kill = new CancellationTokenSource(KillAfter - took, parts.Time);
            var reader = new Recipient(default, mail.Email, null, new Dictionary<string, string>(), 0);
            result = await connection.SendAsync(parts.Press.Compose(mail), reader, next: null, kill.Token);
        }

        await StoreAsync(mail, parts.Ends.Decide(mail, result, Now, parts.Chance.NextDouble()), claimedAt, stop);
        if (took >= StartWithin) await turn.GiveBackAsync();
        return result;
    }

    /// <summary>
    /// Until the claim ends: then another node has the mail, and this end would be nobody's. A node that stops waits not so long.
    /// </summary>
    private async Task StoreAsync(SignUpMail mail, SignUpMailEnd end, long claimedAt, CancellationToken stop)
    {
        long? stopped = null;
        while (true)
        {
            try
            {
                await parts.Mails.EndAsync(mail, _holder, end, CancellationToken.None);
                parts.Figures.Count(end);
                return;
            }
            catch (StoreUnavailableException) when (parts.Time.GetElapsedTime(claimedAt) < Lease && MayWait())
            {
                await Task.Delay(StoreAgain, parts.Time);
            }
            catch (StoreUnavailableException lost)
            {
                throw new MailInDoubtException(lost);
            }
        }

        bool MayWait()
        {
            if (!stop.IsCancellationRequested) return true;
            stopped ??= parts.Time.GetTimestamp();
            return parts.Time.GetElapsedTime(stopped.Value) < parts.StoreWithin;
        }
    }

    private DateTimeOffset Now => parts.Time.GetUtcNow();
}

/// <summary>A confirmation mail was sent or not, and the store took its end no more: it is in doubt once its claim is over.</summary>
internal sealed class MailInDoubtException(StoreUnavailableException lost) : Exception(lost.Message, lost);
