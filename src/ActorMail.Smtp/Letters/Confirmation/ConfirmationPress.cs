using System.Buffers.Binary;
using System.Security.Cryptography;
using ActorMail.Letters;
using ActorMail.SignUps;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Tokens;

namespace ActorMail.Smtp.Letters.Confirmation;

/// <summary>Writes the mails that ask an address's owner to confirm a sign-up: text and HTML, signed as all letters are.</summary>
/// <param name="own">The owner's own words, without faults; null for the default ones.</param>
public sealed class ConfirmationPress(
    SenderSettings sender, InstanceKeys keys, IReadOnlyList<DkimKey>? dkim = null, ConfirmationText? own = null) : IConfirmationPress
{
    private const int MessageIdBytes = 16;
    private readonly ConfirmTokens _tokens = new(keys);
    private readonly byte[] _messageIdKey = keys.For("confirmation-id:1");
    private readonly IReadOnlyList<DkimKey> _dkim = dkim ?? [];
    private readonly ConfirmationTemplate? _own = own is null ? null : ConfirmationTemplate.Of(own);

    /// <summary>Finds what is wrong with the owner's words, each with its field (subject, markdown) and, if it can, its line.</summary>
    public static IReadOnlyList<ContentFault> Check(ConfirmationText own) => ConfirmationCheck.Run(own);

    public ILetter Compose(SignUpMail mail)
    {
        var link = $"{LetterPress.PublicUrl(sender.PublicUrl)}/c/{_tokens.Seal(mail.Mark, mail.Round)}";
        var name = CleanText.Line(sender.FromName, LetterLimits.MaxSubjectLength);
        var shown = name.Length > 0 ? name : sender.FromEmail.Domain;
        var words = _own?.Fill(shown, sender.FromEmail.ToString(), mail.Lists, link) ?? ConfirmationWords.Default(shown, link);
        return new ConfirmationLetter(sender, name, words, mail.At, MessageId(mail), new DkimSigner(_dkim, mail.At));
    }

    /// <summary>The same at each attempt at a mail, another one for each mail, and telling nothing to those without the key.</summary>
    private string MessageId(SignUpMail mail)
    {
        var mark = Convert.FromHexString(mail.Mark);
        Span<byte> numbers = stackalloc byte[mark.Length + 8];
        mark.CopyTo(numbers);
        BinaryPrimitives.WriteInt32BigEndian(numbers[mark.Length..], mail.Round);
        BinaryPrimitives.WriteInt32BigEndian(numbers[(mark.Length + 4)..], mail.Number);
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_messageIdKey, numbers, tag);
        return Convert.ToHexStringLower(tag[..MessageIdBytes]);
    }
}
