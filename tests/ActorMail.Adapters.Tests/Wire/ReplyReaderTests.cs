using System.Text;
using ActorMail.Relays;
using ActorMail.Smtp.Wire;

namespace ActorMail.Adapters.Tests.Wire;

public sealed class ReplyReaderTests
{
    private const string Replies = "250 2.0.0 Ok\r\n250-first\r\n250-second\r\n250 third\r\n354\r\n550 5.1.1 ünknown\n";

    private static readonly SmtpReply[] Read =
    [
        new(250, "2.0.0", "Ok"), new(250, null, "first second third"), new(354, null, ""), new(550, "5.1.1", "ünknown"),
    ];

    [Fact]
    public async Task Replies_are_the_same_however_the_packets_were_cut()
    {
        var bytes = Encoding.UTF8.GetBytes(Replies);
        for (var cut = 1; cut <= bytes.Length; cut++)
        {
            var reader = new ReplyReader(new Packets(bytes, cut));
            foreach (var reply in Read) Assert.Equal(reply, await reader.ReadAsync(CancellationToken.None));
            Assert.False(reader.HasMore);
            await Assert.ThrowsAsync<EndOfStreamException>(() => reader.ReadAsync(CancellationToken.None).AsTask());
        }
    }

    [Theory]
    [InlineData("25 ok\r\n")]
    [InlineData("2500 ok\r\n")]
    [InlineData("650 ok\r\n")]
    [InlineData("ok\r\n")]
    [InlineData("\r\n")]
    [InlineData("250-first\r\n550 second\r\n")]
    [InlineData("250-first\r\nsecond\r\n")]
    public async Task What_is_no_reply_is_told(string text)
    {
        var reader = new ReplyReader(new Packets(Encoding.UTF8.GetBytes(text), 4096));
        await Assert.ThrowsAsync<FormatException>(() => reader.ReadAsync(CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task A_long_line_is_a_reply_and_one_without_an_end_is_not()
    {
        var reader = new ReplyReader(new Packets(Encoding.UTF8.GetBytes($"250 {new string('x', 64 << 10)}\r\n"), 1000));
        Assert.Equal(250, (await reader.ReadAsync(CancellationToken.None)).Code);

        reader = new ReplyReader(new Packets(Encoding.UTF8.GetBytes("250 " + new string('x', ReplyReader.MaxReply)), 1000));
        await Assert.ThrowsAsync<FormatException>(() => reader.ReadAsync(CancellationToken.None).AsTask());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\r\n")]
    [InlineData(".\r\n")]
    [InlineData(".\r\n.\r\n..\r\na.\r\n.")]
    [InlineData("a\r\n\r\n.b\r\n")]
    public async Task Each_line_that_begins_with_a_dot_gets_another(string text)
    {
        using var wire = new MemoryStream();
        await DotStuffing.WriteAsync(wire, Encoding.ASCII.GetBytes(text), CancellationToken.None);

        var lines = text.Split("\r\n").Select(line => line.StartsWith('.') ? "." + line : line);
        Assert.Equal(string.Join("\r\n", lines), Encoding.ASCII.GetString(wire.ToArray()));
    }

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class Packets(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
    }
}
