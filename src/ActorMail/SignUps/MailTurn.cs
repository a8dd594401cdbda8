using ActorMail.Delivery;
using ActorMail.Relays;

namespace ActorMail.SignUps;

/// <summary>One message's place within a relay's limits, which hold for all nodes and all mails together.</summary>
internal sealed class MailTurn
{
    private readonly IRelayAllowance _allowance;
    private readonly string _relay;
    private readonly DayShare? _ofDay;

    private MailTurn(IRelayAllowance allowance, string relay, DayShare? ofDay) => (_allowance, _relay, _ofDay) = (allowance, relay, ofDay);

    /// <summary>Waits for its second; null when the day's limit is used up.</summary>
    public static async Task<MailTurn?> TakeAsync(IRelayAllowance allowance, RelaySettings relay, TimeProvider time, CancellationToken stop)
    {
        if (relay.MessagesPerSecond is { } perSecond) await WaitAsync(allowance, relay.Name, perSecond, time, stop);
        // Last, because who stops while it waits has nothing of the day then.
        if (relay.MessagesPerDay is not { } perDay) return new MailTurn(allowance, relay.Name, null);
        var share = await allowance.TakeOfDayAsync(relay.Name, perDay, 1, CancellationToken.None);
        return share.Count > 0 ? new MailTurn(allowance, relay.Name, share) : null;
    }

    /// <summary>No message began by it. Its second is gone.</summary>
    public Task GiveBackAsync() =>
        _ofDay is null ? Task.CompletedTask : _allowance.GiveBackOfDayAsync(_relay, _ofDay, CancellationToken.None);

    private static async Task WaitAsync(IRelayAllowance allowance, string relay, double perSecond, TimeProvider time, CancellationToken stop)
    {
        while (true)
        {
            var share = await allowance.TakeAsync(relay, perSecond, 1, RelayPace.Ahead, stop);
            await Task.Delay(share.In, time, stop);
            if (share.Count > 0) return;
        }
    }
}
