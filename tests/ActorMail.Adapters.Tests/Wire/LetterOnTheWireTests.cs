using ActorMail.DevInbox;
using ActorMail.Relays;
using MimeKit;

namespace ActorMail.Adapters.Tests.Wire;

public sealed class LetterOnTheWireTests
{
    [Theory]
    [InlineData(InboxTls.None)]
    [InlineData(InboxTls.StartTls)]
    [InlineData(InboxTls.Implicit)]
    public async Task The_relay_gets_the_letters_own_bytes_and_envelope(InboxTls tls)
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { Tls = tls, RequireAuth = new InboxLogin("user", "pässwörd") });
        var letter = new TestLetter(change: AddHtml);
        var to = TestLetter.To("anna@reader.example", 7);
        Assert.Null(await rig.OpenAsync());

        for (var i = 0; i < 3; i++) Assert.IsType<SendResult.Accepted>(await rig.SendAsync(to, letter));

        Assert.Equal((3, 1), (rig.Inbox.Received, rig.Inbox.Connections));
        var mail = rig.Inbox.Newest(1)[0];
        Assert.Equal(("bounce@sender.example", "anna@reader.example"), (mail.EnvelopeFrom, Assert.Single(mail.Recipients)));
        Assert.Equal(Serialised(letter.Personalise(to)), mail.Raw.ToArray());
        Assert.False(mail.Facts.BareLineEnd);
        Assert.Equal("7@sender.example", mail.MessageId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4_000)]
    [InlineData(4_096)]
    [InlineData(65_536)]
    [InlineData(300_000)]
    public async Task Every_size_arrives_whole(int size)
    {
        await using var rig = await Rig.StartAsync();
        Assert.Null(await rig.OpenAsync());
        // Around each buffer's edge: MailKit's 4 KiB, ours of 64 KiB, with the end of data in its own write or not.
        for (var extra = 0; extra < 24; extra++)
        {
            var letter = new TestLetter(TestLetter.OfSize(size).Personalise(TestLetter.To("a@b.example")).TextBody + new string('y', extra));
            Assert.IsType<SendResult.Accepted>(await rig.SendAsync(letter: letter));
            Assert.Equal(Serialised(letter.Personalise(TestLetter.To("anna@reader.example"))), rig.Inbox.Newest(1)[0].Raw.ToArray());
        }
    }

    public static TheoryData<string, Action<MimeMessage>> Unwritable => new()
    {
        { "a failing template", _ => throw new ArgumentException("placeholder city is unknown") },
        { "no body", message => message.Body = null },
        { "a lone CR", message => message.Body = new TextPart("plain") { Text = "a\rb", ContentTransferEncoding = ContentEncoding.SevenBit } },
    };

    [Theory]
    [MemberData(nameof(Unwritable))]
    public async Task A_letter_that_cannot_be_written_is_refused_without_touching_the_session(
        string why, Action<MimeMessage> change)
    {
        await using var rig = await Rig.StartAsync();
        Assert.Null(await rig.OpenAsync());

        var result = await rig.SendAsync(letter: new TestLetter(change: change));

        Assert.True(result is SendResult.Rejected { Reply: { Code: 0, Enhanced: "5.6.0" }, SessionUsable: true }, $"{why}: {result}");
        Assert.Equal(0, rig.Inbox.Faults.Seen(InboxPhase.Mail));
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());
        Assert.Equal(1, rig.Inbox.Connections);
    }

    [Fact]
    public async Task A_letter_larger_than_the_relay_takes_stops_the_run_before_MAIL()
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { MaxMessageSize = 10_000 });
        Assert.Null(await rig.OpenAsync());

        var result = Assert.IsType<SendResult.RunRefused>(await rig.SendAsync(letter: TestLetter.OfSize(12_000)));

        Assert.Equal(("5.3.4", true), (result.Reply.Enhanced, result.SessionUsable));
        Assert.Equal(0, rig.Inbox.Faults.Seen(InboxPhase.Mail));
    }

    private static void AddHtml(MimeMessage message) => message.Body = new MultipartAlternative(message.Body!, new TextPart("html")
    {
        Text = "<p>Grüße\r\n.dot</p>", ContentTransferEncoding = ContentEncoding.QuotedPrintable,
    })
    { Boundary = "fixed" };

    private static byte[] Serialised(MimeMessage message)
    {
        message.Prepare(EncodingConstraint.SevenBit);
        using var bytes = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        message.WriteTo(format, bytes);
        return bytes.ToArray();
    }
}
