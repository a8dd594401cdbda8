using System.Text;
using ActorMail.DevInbox;

namespace ActorMail.Adapters.Tests.DevInbox;

public sealed class DialogueTests
{
    [Fact]
    public async Task Commands_sent_together_are_answered_in_order()
    {
        await using var inbox = await DevInboxServer.StartAsync(new DevInboxOptions(), CancellationToken.None);
        using var client = await RawClient.ConnectAsync(inbox);

        await client.SayAsync(
            "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nRCPT TO:<e@f.example>\r\nDATA\r\n"
            + "Subject: one\r\n\r\nbody\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<g@h.example>\r\nRSET\r\nNOOP\r\nQUIT\r\n");

        string[] expected = ["250", "250", "250", "250", "354", "250", "250", "250", "250", "250", "221"];
        foreach (var code in expected) Assert.StartsWith(code, await client.HearAsync());
        Assert.Equal("end", await client.HearAsync());
        var mail = Assert.Single(inbox.Newest(10));
        Assert.Equal(["c@d.example", "e@f.example"], mail.Recipients);
        Assert.Equal(("a@b.example", "one"), (mail.EnvelopeFrom, mail.Subject));
        Assert.True(mail.ReceivedAt <= mail.DotAt && mail.DotAt <= mail.AnsweredAt);
    }

    [Theory]
    [InlineData(".\r\n", "")]
    [InlineData("a\r\n.\r\n", "a\r\n")]
    [InlineData("..\r\n.\r\n", ".\r\n")]
    [InlineData("..a\r\n...b\r\n....\r\n.c\r\n\r\n.\r\n", ".a\r\n..b\r\n...\r\nc\r\n\r\n")]
    public async Task Stuffed_dots_are_taken_out_and_nothing_else(string sent, string kept)
    {
        await using var inbox = await DevInboxServer.StartAsync(new DevInboxOptions(), CancellationToken.None);
        using var client = await RawClient.GreetedAsync(inbox);
        // In one packet, then byte by byte: the end may lie across packets.
        for (var pass = 0; pass < 2; pass++)
        {
            await StartDataAsync(client);
            if (pass == 0) await client.SayAsync(sent);
            else foreach (var letter in sent) await client.SayAsync(letter.ToString());
            Assert.StartsWith("250", await client.HearAsync());
            Assert.Equal(kept, Encoding.Latin1.GetString(inbox.Newest(1)[0].Raw.Span));
        }
    }

    // The sequences of DELIVERY.md section 8: each would end the message for some careless server.
    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\r.\r")]
    [InlineData("\r.\n")]
    [InlineData("\n.\r")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\r\n.\r")]
    [InlineData("\0\r\n.\0\r\n")]
    [InlineData("\r\n\0.\r\n")]
    public async Task A_false_end_smuggles_nothing_in(string end)
    {
        await using var inbox = await DevInboxServer.StartAsync(new DevInboxOptions(), CancellationToken.None);
        using var client = await RawClient.GreetedAsync(inbox);
        await StartDataAsync(client);

        await client.SayAsync($"first{end}MAIL FROM:<evil@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nsecond\r\n.\r\n");

        Assert.StartsWith("250", await client.HearAsync());
        Assert.StartsWith("250", await client.AskAsync("NOOP"));
        var mail = Assert.Single(inbox.Newest(10));
        Assert.Contains("second", Encoding.Latin1.GetString(mail.Raw.Span), StringComparison.Ordinal);
        Assert.Equal(!end.Contains('\0'), mail.Facts.BareLineEnd);
    }

    [Fact]
    public async Task Lines_and_messages_have_their_limits()
    {
        var options = new DevInboxOptions { MaxMessageSize = 5_000 };
        await using var inbox = await DevInboxServer.StartAsync(options, CancellationToken.None);
        using var client = await RawClient.GreetedAsync(inbox);

        Assert.StartsWith("500 5.5.6", await client.AskAsync("NOOP " + new string('x', 50_000)));
        await client.SayAsync("NOOP\n");
        Assert.StartsWith("500 5.5.2", await client.HearAsync());
        Assert.StartsWith("552 5.3.4", await client.AskAsync("MAIL FROM:<a@b.example> SIZE=5001"));
        await StartDataAsync(client);
        Assert.StartsWith("554 5.6.0", await client.AskAsync(new string('x', 999) + "\r\n."));
        await StartDataAsync(client);
        Assert.StartsWith("250", await client.AskAsync(new string('x', 998) + "\r\n."));
        await StartDataAsync(client);
        var tooMuch = string.Concat(Enumerable.Repeat(new string('x', 98) + "\r\n", 51));
        Assert.StartsWith("552 5.3.4", await client.AskAsync(tooMuch + "."));
        Assert.Equal(1, inbox.Received);
    }

    [Theory]
    [InlineData("RCPT TO:<a@b.example>", "503")]
    [InlineData("DATA", "503")]
    [InlineData("MAIL FROM:a@b.example", "501")]
    [InlineData("MAIL FROM:<jürgen@b.example>", "553")]
    [InlineData("MAIL FROM:<a@b.example> WHAT=1", "555")]
    [InlineData("STARTTLS", "503")]
    [InlineData("AUTH PLAIN AAAA", "503")]
    [InlineData("VRFY anna", "252")]
    [InlineData("HELP", "500")]
    public async Task Wrong_commands_are_refused_by_number(string command, string code)
    {
        await using var inbox = await DevInboxServer.StartAsync(new DevInboxOptions(), CancellationToken.None);
        using var client = await RawClient.GreetedAsync(inbox);

        Assert.StartsWith(code, await client.AskAsync(command));
    }

    private static async Task StartDataAsync(RawClient client)
    {
        Assert.StartsWith("250", await client.AskAsync("MAIL FROM:<a@b.example>"));
        Assert.StartsWith("250", await client.AskAsync("RCPT TO:<c@d.example>"));
        Assert.StartsWith("354", await client.AskAsync("DATA"));
    }
}
