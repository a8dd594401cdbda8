using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters;
using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using MimeKit;

namespace ActorMail.Adapters.Tests.Letters;

/// <summary>Letters as bytes, the way the wire writes them.</summary>
internal static class Mail
{
    public static readonly InstanceKeys Keys = new(new byte[32]);

    public static readonly LetterPress Press = PressOf("The Harbour");

    public static readonly PostContent Content = new(
        "Hello {{ subscriber.name | default: \"reader\" }}",
        Markdown: "Dear {{ subscriber.name }} of {{ subscriber.attributes.city }}, **welcome**.\n\n![{{ subscriber.name }}](https://x.org/a.png)",
        Url: "https://example.org/post");

    public static LetterPress PressOf(string fromName, params IReadOnlyList<DkimKey> dkim) => new(
        new SenderSettings(fromName, EmailAddress.Parse("letters@example.org"), new Uri("https://mail.example.org/base")), Keys, dkim);

    public static Post Post(PostContent? content = null, string list = "news") => new()
    {
        Id = new PostId(4711),
        List = list,
        ListId = new ListId(9),
        Content = content ?? Content,
        Status = PostStatus.Sending,
        CreatedAt = new DateTimeOffset(2026, 5, 7, 8, 0, 0, TimeSpan.Zero),
        PublishedAt = new DateTimeOffset(2026, 5, 7, 9, 30, 0, TimeSpan.Zero),
    };

    public static Recipient Reader(string? name = "Ada", string city = "Oslo", long id = 1) => new(
        new SubscriberId(id), EmailAddress.Parse("ada@example.net"), name, new Dictionary<string, string> { ["city"] = city }, TokenEpoch: 3);

    public static byte[] Bytes(PostContent? content = null, Recipient? reader = null, LetterPress? press = null) =>
        Bytes((IMimeLetter)(press ?? Press).Compose(Post(content)), reader ?? Reader());

    public static byte[] Bytes(IMimeLetter letter, Recipient reader)
    {
        using var bytes = new LetterBytes();
        letter.Write(reader, bytes);
        return [.. bytes.Head.Written, .. "\r\n"u8, .. bytes.Body.Written];
    }

    public static MimeMessage Parse(byte[] bytes) => MimeMessage.Load(new MemoryStream(bytes));

    /// <summary>Every line of a mail as sent: CRLF only, seven bits, no controls, none too long.</summary>
    public static void AssertSafe(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '\r') Assert.True(at + 1 < bytes.Length && bytes[at + 1] == '\n', $"a bare CR at {at}");
            else if (bytes[at] == '\n') Assert.True(at > 0 && bytes[at - 1] == '\r', $"a bare LF at {at}");
            else Assert.True(bytes[at] is (byte)'\t' or (>= 32 and < 127), $"byte {bytes[at]} at {at}");
        }

        Assert.EndsWith("--\r\n", System.Text.Encoding.ASCII.GetString(bytes), StringComparison.Ordinal);
        var lines = System.Text.Encoding.ASCII.GetString(bytes).Split("\r\n");
        Assert.All(lines.SkipWhile(line => line.Length > 0), line => Assert.True(line.Length <= 76, line));
        Assert.All(lines, line => Assert.True(line.Length <= 998));
    }
}
