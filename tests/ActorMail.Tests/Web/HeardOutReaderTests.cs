using System.IO.Pipelines;
using System.Text;
using ActorMail.Web.Requests;

namespace ActorMail.Tests.Web;

public sealed class HeardOutReaderTests
{
    private readonly Pipe _pipe = new();
    private readonly HeardOutReader _reader;

    public HeardOutReaderTests() => _reader = new HeardOutReader(_pipe.Reader);

    [Fact]
    public async Task The_end_is_told_after_the_last_byte_was_taken()
    {
        await HangUpAsync("words");
        var first = await _reader.ReadAsync();
        Assert.False(first.IsCompleted);
        _reader.AdvanceTo(first.Buffer.GetPosition(2));
        var second = await _reader.ReadAsync();
        Assert.Equal((false, 3L), (second.IsCompleted, second.Buffer.Length));
        _reader.AdvanceTo(second.Buffer.End);
        Assert.True(_reader.TryRead(out var last));
        Assert.Equal((true, 0L), (last.IsCompleted, last.Buffer.Length));
    }

    [Fact]
    public async Task The_end_is_told_to_who_has_looked_at_everything_and_needs_more()
    {
        await HangUpAsync("words");
        var first = await _reader.ReadAsync();
        _reader.AdvanceTo(first.Buffer.GetPosition(2), first.Buffer.End);
        var second = await _reader.ReadAsync();
        Assert.Equal((true, 3L), (second.IsCompleted, second.Buffer.Length));
    }

    [Fact]
    public async Task Without_an_end_everything_is_passed_on()
    {
        await _pipe.Writer.WriteAsync("words"u8.ToArray());
        Assert.True(_reader.TryRead(out var first));
        Assert.Equal("words", Encoding.UTF8.GetString(first.Buffer));
        _reader.AdvanceTo(first.Buffer.Start, first.Buffer.End);
        Assert.False(_reader.TryRead(out _));
        _reader.CancelPendingRead();
        Assert.True((await _reader.ReadAsync()).IsCanceled);
    }

    private async Task HangUpAsync(string said)
    {
        await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(said));
        await _pipe.Writer.CompleteAsync();
    }
}
