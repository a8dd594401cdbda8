using ActorMail.Web.Subscribers;
using FsCheck.Xunit;

namespace ActorMail.Tests.Web;

public sealed class FirstLinesTests
{
    [Property(MaxTest = 300)]
    public bool It_tells_what_a_dictionary_would(ulong[] keys, byte spread)
    {
        var (first, known) = (new FirstLines(), new Dictionary<ulong, long>());
        return keys.Concat(keys).Index().All(key =>
        {
            // Some lie beside each other, and some come again.
            var at = spread % 2 == 0 ? key.Item : key.Item % 50;
            long? expected = known.TryGetValue(at, out var line) ? line : null;
            known.TryAdd(at, key.Index + 1);
            return first.Seen(at, key.Index + 1) == expected;
        });
    }

    [Fact]
    public void Many_keys_are_all_remembered()
    {
        const int Many = 200_000;
        var chance = new Random(7);
        var keys = Enumerable.Range(0, Many).Select(_ => unchecked((ulong)chance.NextInt64(long.MinValue, long.MaxValue))).ToArray();
        var first = new FirstLines();
        Assert.All(keys.Index(), key => Assert.Null(first.Seen(key.Item, key.Index + 1)));
        Assert.All(keys.Index(), key => Assert.Equal(key.Index + 1, first.Seen(key.Item, Many + 1)));
    }

    [Fact]
    public void The_largest_and_the_smallest_key_find_their_place_at_the_end_of_a_part()
    {
        var first = new FirstLines();
        // All of one part, and all of them want its last place.
        var keys = Enumerable.Range(0, 40).Select(at => ulong.MaxValue - (64 * (ulong)at)).Append(0UL).ToArray();
        Assert.All(keys, key => Assert.Null(first.Seen(key, 5)));
        Assert.All(keys, key => Assert.Equal(5, first.Seen(key, 6)));
    }
}
