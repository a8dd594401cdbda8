using ActorMail.Posts;
using FsCheck.Xunit;

namespace ActorMail.Tests.Posts;

public class PostIdTests
{
    [Property]
    public bool Every_id_is_read_back_as_written(long value)
    {
        var id = new PostId(value & long.MaxValue);
        return PostId.TryParse(id.ToString(), out var read) && read == id && id.ToString().Length == 13;
    }

    [Fact]
    public void Later_ids_sort_after_earlier_ones_as_numbers_and_as_text()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var ids = Enumerable.Range(0, 100).Select(ms => PostId.New(start.AddMilliseconds(ms), new Random(ms))).ToArray();
        Assert.Equal(ids, ids.Order());
        Assert.Equal(ids.Select(id => id.ToString()), ids.Select(id => id.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("0000000000000000")]
    [InlineData("zzzzzzzzzzzzz")]
    [InlineData("000000000000u")]
    [InlineData("00000000000-0")]
    public void Anything_else_is_no_id(string? text) => Assert.False(PostId.TryParse(text, out _));

    [Fact]
    public void Upper_case_is_read_too()
    {
        var id = new PostId(123456789012345);
        Assert.True(PostId.TryParse(id.ToString().ToUpperInvariant(), out var read));
        Assert.Equal(id, read);
    }
}
