using System.Net;
using System.Net.Sockets;
using ActorMail.Outbound.Addresses;
using ActorMail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ActorMail.Tests.Outbound;

public sealed class Each_address_has_its_share
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);
    private static readonly IPAddress[] Three = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"), IPAddress.Parse("192.0.2.3")];
    private readonly FakeTimeProvider _time = new();
    private readonly List<IPAddress> _tried = [];

    [Fact]
    public async Task Those_that_do_not_answer_leave_time_to_the_others()
    {
        var first = FirstAsync(silent: 2, Three, default);
        await GoesOnAfterAsync(seconds: 4);
        await GoesOnAfterAsync(seconds: 3);
        Assert.Equal(Three[2], await first.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(Three, _tried);
    }

    [Fact]
    public async Task One_that_refuses_costs_nothing_and_the_last_ones_reason_is_told()
    {
        var all = AddressTurns.FirstAsync<IPAddress>(
            Three, (address, _) => throw new SocketException(Array.IndexOf(Three, address) + 1), Within, _time, default);
        Assert.Equal(3, (await Assert.ThrowsAsync<SocketException>(() => all)).ErrorCode);
    }

    [Fact]
    public async Task Many_addresses_have_two_seconds_each()
    {
        var many = Enumerable.Range(1, 20).Select(last => IPAddress.Parse($"192.0.2.{last}")).ToArray();
        using var whole = new CancellationTokenSource();
        var first = FirstAsync(silent: 20, many, whole.Token);
        for (var turns = 0; turns < 4; turns++) await GoesOnAfterAsync(seconds: 2);
        await whole.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(many[..5], _tried);
    }

    /// <summary>The next address is tried when so much time has gone by, and not before.</summary>
    private async Task GoesOnAfterAsync(int seconds)
    {
        var before = _tried.Count;
        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(before, _tried.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _tried.Count > before, "the next one is tried");
    }

    private Task<IPAddress> FirstAsync(int silent, IPAddress[] addresses, CancellationToken cancel) => AddressTurns.FirstAsync(
        addresses,
        async (address, within) =>
        {
            _tried.Add(address);
            if (_tried.Count <= silent) await Task.Delay(Timeout.InfiniteTimeSpan, _time, within);
            return address;
        },
        Within, _time, cancel);
}
