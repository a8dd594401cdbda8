namespace ActorMail.Relays;

/// <summary>
/// Hands out a relay's messages a second and a day among all nodes, so that the limit holds for the installation as a whole, while nodes join
/// and leave, and across restarts. The database keeps one row a limited relay: the moment up to which its messages are given away
/// (the generic cell rate algorithm). What nobody asked for in its time is gone.
/// </summary>
public interface IRelayAllowance
{
    /// <summary>
    /// Takes up to <paramref name="wanted"/> messages' worth of the time that begins now and ends after <paramref name="ahead"/>,
    /// at least one if any of that time is free; none when all of it is given away already.
    /// </summary>
    /// <param name="perSecond">The limit as it is configured now; a changed one holds from the next share on.</param>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot work now: nothing may be started on account of this.</exception>
    Task<RelayShare> TakeAsync(string relay, double perSecond, int wanted, TimeSpan ahead, CancellationToken cancel);

    /// <summary>Takes up to <paramref name="wanted"/> of the messages that are left of the relay's day (UTC, by the store's clock).</summary>
    /// <param name="perDay">The limit as it is configured now; a changed one holds from the next share on.</param>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot work now: nothing may be started on account of this.</exception>
    Task<DayShare> TakeOfDayAsync(string relay, int perDay, int wanted, CancellationToken cancel);

    /// <summary>Gives back a share of a day whose messages never began, so that any node may have them; nothing once that day is over.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot work now: the messages may be lost to that day.</exception>
    Task GiveBackOfDayAsync(string relay, DayShare share, CancellationToken cancel);
}

/// <summary>Messages a node may start: the first after <paramref name="In"/>, each next one <paramref name="Every"/> later.</summary>
/// <param name="Count">How many; 0 to ask again after <paramref name="In"/>.</param>
public sealed record RelayShare(int Count, TimeSpan In, TimeSpan Every);

/// <summary>Messages a node may start until the day ends.</summary>
/// <param name="Count">How many; 0 when the day's limit is used up.</param>
/// <param name="Used">How many of the day are given away, these included.</param>
/// <param name="EndsIn">Until the next day, when all begins anew; what was not started by then is gone.</param>
public sealed record DayShare(int Count, int Used, TimeSpan EndsIn)
{
    /// <summary>Which day it is of, as the store counts them.</summary>
    public long Day { get; init; }
}
