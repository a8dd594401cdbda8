using ActorMail.Web.Subscribers;
using FsCheck.Xunit;

namespace ActorMail.Tests.Web;

public sealed class FirstLinesTests
{
    [Property(MaxTest = 300)]
    public bool It_tells_what_a_dictionary_would(ulong[] keys, byte spread, byte atOnce)
    {
        using var first = new FirstLines(() => new MemoryStream());
        var known = new Dictionary<ulong, uint>();
        var lines = keys.Concat(keys).Select((key, at) => new KeyedLine(Spread(key, spread), (uint)at + 1)).ToList();
        var told = new Dictionary<uint, uint>();
        foreach (var run in lines.Chunk(1 + (atOnce % 7)))
            foreach (var (line, earlier) in first.Repeats([.. run], areLast: false))
                told.Add(line, earlier);
        return lines.All(line => known.TryAdd(line.Key, line.Line)
            ? !told.ContainsKey(line.Line)
            : told.TryGetValue(line.Line, out var earlier) && earlier == known[line.Key]);
    }

    [Fact]
    public void Many_keys_are_all_remembered()
    {
        const int Runs = 20;
        const int AtOnce = 10_000;
        var chance = new Random(7);
        var keys = Enumerable.Range(0, Runs * AtOnce).Select(_ => unchecked((ulong)chance.NextInt64(long.MinValue, long.MaxValue))).ToArray();
        using var first = new FirstLines(() => new MemoryStream());
        foreach (var run in Lines(keys, 1).Chunk(AtOnce)) Assert.Empty(first.Repeats([.. run], areLast: false));
        foreach (var run in Lines(keys, keys.Length + 1).Chunk(AtOnce))
        {
            var repeats = first.Repeats([.. run], areLast: false);
            Assert.Equal(AtOnce, repeats.Count);
            Assert.All(repeats, repeat => Assert.Equal(repeat.Key - keys.Length, repeat.Value));
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(ulong.MaxValue)]
    public void The_smallest_and_the_largest_key_are_keys_like_others(ulong key)
    {
        using var first = new FirstLines(() => new MemoryStream());
        Assert.Empty(first.Repeats([new(key, 5), new(7, 6)], areLast: false));
        Assert.Equal([new(8, 5)], first.Repeats([new(7777, 7), new(key, 8)], areLast: false));
    }

    [Fact]
    public void A_key_that_comes_again_and_again_is_kept_once()
    {
        var file = new MemoryStream();
        using var first = new FirstLines(() => file);
        first.Repeats([new(4, 1), new(4, 2), new(9, 3)], areLast: false);
        var kept = file.Length;
        Assert.Equal([new(4, 1), new(5, 3), new(6, 1)], first.Repeats([new(4, 4), new(9, 5), new(4, 6)], areLast: false).OrderBy(repeat => repeat.Key));
        Assert.Equal((24, 24), (kept, file.Length));
    }

    [Fact]
    public void One_run_needs_no_file()
    {
        using var first = new FirstLines(() => throw new InvalidOperationException("Nothing is to be kept."));
        Assert.Equal([new(9, 2)], first.Repeats([new(4, 9), new(4, 2)], areLast: true));
    }

    /// <summary>Some lie beside each other, and some come again.</summary>
    private static ulong Spread(ulong key, byte spread) => spread % 2 == 0 ? key : key % 50;

    private static IEnumerable<KeyedLine> Lines(ulong[] keys, int from) => keys.Select((key, at) => new KeyedLine(key, (uint)(from + at)));
}
