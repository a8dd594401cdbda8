using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Relays;
using ActorMail.Storage;

namespace ActorMail.SignUps;

/// <summary>What confirmation mails are sent with.</summary>
internal sealed record SignUpParts(
    ISignUpMails Mails, RelayRoster Roster, IRelayConnector Connector, IRelayAllowance Allowance, IConfirmationPress Press,
    SignUpEnds Ends, TimeProvider Time, Random Chance);

/// <summary>
/// Sends what is due over one session of its own, mail by mail: claimed, sent, its end stored, then the next. A relay that cannot be
/// used gives way to the next one.
/// </summary>
internal sealed class SignUpRun(SignUpParts parts)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Whoever was stopped for so long between claim and start leaves the mail to others.</summary>
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(1);

    private readonly Guid _holder = Guid.NewGuid();
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private TimeSpan _pause = TimeSpan.Zero;
    private int _first;

    /// <summary>Gives the reason when mails are left because no relay takes them now.</summary>
    /// <param name="stop">Then no further mail starts; one that is under way ends.</param>
    public async Task<string?> SendDueAsync(CancellationToken stop)
    {
        var relays = parts.Roster.Relays;
        if (relays.Count == 0 || Now < _notBefore || !await parts.Mails.AnyDueAsync(stop)) return null;
        string? fault = null;
        for (var tried = 0; tried < relays.Count; tried++)
        {
            fault = await SendOverAsync(relays[(_first + tried) % relays.Count], stop);
            if (fault is not null) continue;
            (_first, _pause) = ((_first + tried) % relays.Count, TimeSpan.Zero);
            return null;
        }

        _first++;
        _pause = _pause == TimeSpan.Zero ? FirstPause : _pause < LongestPause / 2 ? _pause * 2 : LongestPause;
        _notBefore = Now + _pause;
        return fault;
    }

    public Task SweepAsync() => parts.Mails.SweepAsync(SignUpLimits.Lasts, CancellationToken.None);

    private DateTimeOffset Now => parts.Time.GetUtcNow();

    /// <summary>Null when nothing is left to do over this relay; else why not.</summary>
    private async Task<string?> SendOverAsync(RelaySettings relay, CancellationToken stop)
    {
        await using var connection = parts.Connector.Create(relay);
        if (await connection.OpenAsync(stop) is { } fault) return $"{relay.Name}: {fault.Why}";
        SendResult? last = null;
        while (!stop.IsCancellationRequested && last is null or { SessionUsable: true } && await parts.Mails.AnyDueAsync(stop))
        {
            if (!await HasTurnAsync(relay, stop)) return $"{relay.Name}: its limit of messages is used up";
            if ((last = await SendNextAsync(connection)) is null) break;
        }

        if (last is null or { SessionUsable: true }) await connection.CloseAsync();
        return last switch
        {
            SendResult.Broken broken => $"{relay.Name}: {broken.Why}",
            SendResult.RelayRefused refused => $"{relay.Name}: {refused.Reply}",
            _ => null,
        };
    }

    /// <summary>The limits of the relay hold for all nodes and all mails together.</summary>
    private async Task<bool> HasTurnAsync(RelaySettings relay, CancellationToken stop)
    {
        if (relay.MessagesPerDay is { } perDay
            && (await parts.Allowance.TakeOfDayAsync(relay.Name, perDay, 1, stop)).Count == 0) return false;
        if (relay.MessagesPerSecond is not { } perSecond) return true;
        while (true)
        {
            var share = await parts.Allowance.TakeAsync(relay.Name, perSecond, 1, RelayPace.Ahead, stop);
            await Task.Delay(share.In, parts.Time, stop);
            if (share.Count > 0) return true;
        }
    }

    /// <summary>Null when there was no mail left.</summary>
    private async Task<SendResult?> SendNextAsync(IRelayConnection connection)
    {
        var claimedAt = parts.Time.GetTimestamp();
        if (await parts.Mails.ClaimAsync(_holder, Lease, parts.Ends.OnUncertain, CancellationToken.None) is not { } mail) return null;
        var late = parts.Time.GetElapsedTime(claimedAt) > StartWithin;
        using var kill = new CancellationTokenSource(Lease, parts.Time);
        var result = late
            ? new SendResult.Broken("this node was stopped for a while", SessionUsable: true)
            : await connection.SendAsync(parts.Press.Compose(mail), Reader(mail), next: null, kill.Token);
        await StoreAsync(mail, parts.Ends.Decide(mail, result, Now, parts.Chance.NextDouble()), claimedAt);
        return result;
    }

    /// <summary>Until the claim ends: then another node has the mail, and this end would be nobody's.</summary>
    private async Task StoreAsync(SignUpMail mail, SignUpMailEnd end, long claimedAt)
    {
        while (true)
        {
            try
            {
                await parts.Mails.EndAsync(mail, _holder, end, CancellationToken.None);
                return;
            }
            catch (StoreUnavailableException) when (parts.Time.GetElapsedTime(claimedAt) < Lease)
            {
                await Task.Delay(StoreAgain, parts.Time);
            }
        }
    }

    private static Recipient Reader(SignUpMail mail) => new(default, mail.Email, null, new Dictionary<string, string>(), 0);
}
