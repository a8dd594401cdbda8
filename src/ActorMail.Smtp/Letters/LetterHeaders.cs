using System.Security.Cryptography;
using System.Buffers.Binary;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Subscribers;
using MimeKit;

namespace ActorMail.Smtp.Letters;

/// <summary>The headers of one post's letters (DELIVERY.md 7.1). Those that are the same for all are encoded once.</summary>
internal sealed class LetterHeaders
{
    private const int MessageIdBytes = 16;
    private const int MessageIdLength = 26;
    private readonly byte[] _shared;
    private readonly string _domain;
    private readonly byte[] _messageIdKey;
    private readonly PostId _post;
    private readonly bool _ownSubjects;

    private static ReadOnlySpan<byte> Base32 => "abcdefghijklmnopqrstuvwxyz234567"u8;

    /// <param name="subject">The subject if it is the same for all.</param>
    public LetterHeaders(
        Post post, SenderSettings sender, byte[] messageIdKey, DateTimeOffset date, string? subject, string boundary)
    {
        _post = post.Id;
        _messageIdKey = messageIdKey;
        _domain = sender.FromEmail.Domain;
        _ownSubjects = subject is null;
        using var bytes = new LetterBuffer(2048);
        Append(new Header(HeaderId.ListId, $"{post.List} <{ListLabel(post.List)}.{_domain}>"), bytes);
        HeaderText.WriteMailbox("From"u8, Name(sender.FromName), sender.FromEmail.ToString(), bytes);
        if (subject is not null) HeaderText.WriteText("Subject"u8, subject, bytes);
        Append(new Header(HeaderId.Date, MimeKit.Utils.DateUtils.FormatDate(date)), bytes);
        Append(new Header(HeaderId.MimeVersion, "1.0"), bytes);
        bytes.AppendUtf8($"Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"\r\n");
        Append(new Header(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click"), bytes);
        Append(new Header(HeaderId.AutoSubmitted, "auto-generated"), bytes);
        Append(new Header(HeaderId.Precedence, "bulk"), bytes);
        Append(new Header("Feedback-ID", $"{post.Id}:{post.List}:actormail:{_domain}"), bytes);
        _shared = bytes.ToArray();
    }

    /// <param name="subject">The subject as this reader gets it.</param>
    public void Write(Recipient reader, string subject, string unsubscribeUrl, LetterBuffer head)
    {
        head.Append(_shared);
        if (_ownSubjects) HeaderText.WriteText("Subject"u8, subject, head);
        HeaderText.WriteMailbox("To"u8, Name(reader.Name ?? ""), reader.Email.ToString(), head);
        head.Append("Message-ID: <"u8);
        WriteMessageId(reader.Id, head);
        head.Append("@"u8);
        head.AppendUtf8(_domain);
        head.Append(">\r\nList-Unsubscribe: <"u8);
        head.AppendUtf8(unsubscribeUrl);
        head.Append(">\r\n"u8);
    }

    /// <summary>As long as a subject at most.</summary>
    private static string Name(string name) => CleanText.Line(name, LetterLimits.MaxSubjectLength);

    private static void Append(Header header, LetterBuffer bytes)
    {
        bytes.Append(header.RawField);
        bytes.Append(":"u8);
        bytes.AppendUtf8(System.Text.Encoding.ASCII.GetString(header.RawValue).ReplaceLineEndings("\r\n"));
    }

    /// <summary>RFC 2919 wants a dot-atom, which must not have a dot at its end or two in a row.</summary>
    private static string ListLabel(string list) =>
        string.Join('.', list.Split('.').Select(label => label.Length == 0 ? "-" : label));

    /// <summary>The same at each attempt, and telling nothing about reader, post or machine to those without the key.</summary>
    private void WriteMessageId(SubscriberId reader, LetterBuffer head)
    {
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(numbers, _post.Value);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], reader.Value);
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_messageIdKey, numbers, tag);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(tag[..MessageIdBytes]);
        var text = head.Room(MessageIdLength)[..MessageIdLength];
        for (var at = text.Length - 1; at >= 0; at--, bits >>= 5) text[at] = Base32[(int)(bits & 31)];
        head.Advance(MessageIdLength);
    }
}
