using System.Text;
using ActorMail.DevInbox;
using ActorMail.Web.Inbox;

namespace ActorMail.Node.Inbox;

/// <summary>Shows the DevInbox's mails on the pages under /inbox.</summary>
internal sealed class CapturedMails(DevInboxServer server) : ICapturedMails
{
    public long Received => server.Received;

    public IReadOnlyList<CapturedView> Newest(int count, long? before) =>
        [.. server.Newest(count, before).Select(View)];

    public CapturedView? Find(long number) => server.Find(number) is { } mail ? View(mail) : null;

    private static CapturedView View(CapturedMail mail) => new(
        mail.Number, mail.ReceivedAt, mail.From ?? mail.EnvelopeFrom, mail.To ?? string.Join(", ", mail.Recipients),
        mail.Subject ?? "", mail.Html, mail.Text, Encoding.UTF8.GetString(mail.Raw.Span));
}
