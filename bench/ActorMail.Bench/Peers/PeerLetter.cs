using System.Globalization;
using MimeKit;

namespace ActorMail.Bench.Peers;

/// <summary>The letter of the peers of .NET: the two parts of one that a node sent, greeted by name.</summary>
internal sealed class PeerLetter
{
    private const string Greeting = "Good morning, Reader";
    private readonly string _text;
    private readonly string _html;

    private PeerLetter(MimeMessage sample) => (_text, _html) = (sample.TextBody ?? "", sample.HtmlBody ?? "");

    public static async Task<PeerLetter> ReadAsync(string file) => new(await MimeMessage.LoadAsync(file));

    public MimeMessage To(int reader)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Reader {reader}");
        var message = new MimeMessage { Subject = $"News for {name}" };
        // New addresses each time: a shared one keeps every message it was part of alive.
        message.From.Add(new MailboxAddress("News", "news@example.org"));
        message.To.Add(new MailboxAddress(name, $"reader-{reader}@example.com"));
        message.Body = new BodyBuilder
        {
            TextBody = _text.Replace(Greeting, $"Good morning, {name}"),
            HtmlBody = _html.Replace(Greeting, $"Good morning, {name}"),
        }.ToMessageBody();
        return message;
    }
}
