using ActorMail.DevInbox;

namespace ActorMail.Adapters.Tests.DevInbox;

public sealed class MailRingTests
{
    private readonly MailRing _ring = new(maxBytes: 100);

    [Fact]
    public void The_oldest_leave_when_there_are_too_many_bytes()
    {
        Add(40, 40, 20);
        Assert.Equal([3, 2, 1], Kept());
        Add(10);
        Assert.Equal([4, 3, 2], Kept());
        Assert.Null(_ring.Find(1));
        Assert.Equal(2, _ring.Find(2)!.Number);
        Assert.Empty(_ring.Newest(10, before: 2));
        Assert.Equal(4, _ring.Received);
    }

    [Fact]
    public void The_newest_is_kept_whatever_its_size()
    {
        Add(10, 1_000);
        Assert.Equal([2], Kept());
        Add(60, 40);
        Assert.Equal([4, 3], Kept());
    }

    [Fact]
    public void Count_and_bytes_bound_it_together()
    {
        var ring = new MailRing(maxBytes: 3 * MailRing.Capacity);
        for (var number = 1; number <= 2 * MailRing.Capacity; number++) Add(ring, 1);
        Assert.Equal(MailRing.Capacity, ring.Newest(int.MaxValue, null).Count);
        for (var number = 1; number <= MailRing.Capacity; number++) Add(ring, 6);
        Assert.Equal(MailRing.Capacity / 2, ring.Newest(int.MaxValue, null).Count);
    }

    private void Add(params int[] sizes) => Array.ForEach(sizes, size => Add(_ring, size));

    private static void Add(MailRing ring, int size) => ring.Add(number => new CapturedMail(
        number, 1, "", [], new byte[size], default, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));

    private IEnumerable<long> Kept() => _ring.Newest(10, null).Select(mail => mail.Number);
}
