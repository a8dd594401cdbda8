using System.Security.Cryptography;
using System.Buffers.Binary;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Subscribers;
using MimeKit;

namespace ActorMail.Smtp.Letters;

/// <summary>The headers of one post's letters (DELIVERY.md 7.1). Those that are the same for all are encoded once.</summary>
internal sealed class LetterHeaders
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const int MessageIdBytes = 16;
    private readonly List<Header> _shared;
    private readonly string _domain;
    private readonly byte[] _messageIdKey;
    private readonly PostId _post;
    private readonly Header? _subject;

    /// <param name="subject">The subject if it is the same for all.</param>
    public LetterHeaders(Post post, SenderSettings sender, byte[] messageIdKey, DateTimeOffset date, string? subject)
    {
        _post = post.Id;
        _messageIdKey = messageIdKey;
        _domain = sender.FromEmail.Domain;
        _subject = subject is null ? null : Subject(subject);
        _shared =
        [
            From(sender),
            new Header(HeaderId.Date, MimeKit.Utils.DateUtils.FormatDate(date)),
            new Header(HeaderId.MimeVersion, "1.0"),
            new Header(HeaderId.ListId, $"{post.List} <{ListLabel(post.List)}.{_domain}>"),
            new Header(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click"),
            new Header(HeaderId.AutoSubmitted, "auto-generated"),
            new Header(HeaderId.Precedence, "bulk"),
            new Header("Feedback-ID", $"{post.Id}:{post.List}:actormail:{_domain}"),
        ];
    }

    /// <param name="subject">The subject as this reader gets it.</param>
    public MimeMessage Begin(Recipient reader, string subject, string unsubscribeUrl)
    {
        // A header tells its list of changes, so one that is shared would keep every message alive: clone it.
        var message = new MimeMessage(_shared.Select(header => header.Clone()));
        message.Headers.Add(_subject?.Clone() ?? Subject(subject));
        message.To.Add(new MailboxAddress(Name(reader.Name ?? ""), reader.Email.ToString()));
        message.Headers.Add(new Header(HeaderId.MessageId, $"<{MessageId(reader.Id)}@{_domain}>"));
        message.Headers.Add(new Header(HeaderId.ListUnsubscribe, $"<{unsubscribeUrl}>"));
        return message;
    }

    /// <summary>A quoted name is not folded, and no line may be longer than 998 bytes (RFC 5322 2.1.1).</summary>
    private static string Name(string name) => CleanText.Cut(CleanText.Line(name), LetterLimits.MaxSubjectLength);

    private static Header Subject(string subject) => new(HeaderId.Subject, subject);

    private static Header From(SenderSettings sender)
    {
        using var message = new MimeMessage((IEnumerable<Header>)[]);
        message.From.Add(new MailboxAddress(Name(sender.FromName), sender.FromEmail.ToString()));
        return message.Headers[message.Headers.IndexOf(HeaderId.From)].Clone();
    }

    /// <summary>RFC 2919 wants a dot-atom, which must not have a dot at its end or two in a row.</summary>
    private static string ListLabel(string list) =>
        string.Join('.', list.Split('.').Select(label => label.Length == 0 ? "-" : label));

    /// <summary>The same at each attempt, and telling nothing about reader, post or machine to those without the key.</summary>
    private string MessageId(SubscriberId reader)
    {
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(numbers, _post.Value);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], reader.Value);
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_messageIdKey, numbers, tag);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(tag[..MessageIdBytes]);
        return string.Create(26, bits, static (text, value) =>
        {
            for (var at = text.Length - 1; at >= 0; at--, value >>= 5) text[at] = Base32[(int)(value & 31)];
        });
    }
}
