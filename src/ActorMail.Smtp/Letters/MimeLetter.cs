using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Subscribers;
using ActorMail.Tokens;

namespace ActorMail.Smtp.Letters;

/// <summary>One post's letter: everything that is the same for all readers is encoded already. Immutable, so safe to share.</summary>
internal sealed class MimeLetter : IMimeLetter
{
    private readonly Post _post;
    private readonly ReadersUrl _readersUrl;
    private readonly UnsubscribeTokens _tokens;
    private readonly ComposedLetter _composed;
    private readonly LetterHeaders _headers;
    private readonly DkimSigner _signer;
    private readonly byte[] _textHead;
    private readonly byte[] _htmlHead;
    private readonly byte[] _tail;
    private readonly CommonBody _common;

    public MimeLetter(
        Post post, EmailAddress from, ReadersUrl readersUrl, UnsubscribeTokens tokens, ComposedLetter composed, LetterHeaders headers,
        DkimSigner signer)
    {
        (_post, EnvelopeFrom, _readersUrl, _tokens, _composed, _headers) = (post, from, readersUrl, tokens, composed, headers);
        _signer = signer;
        _textHead = PartHead($"--{Boundary(post)}", composed.Text, "plain");
        _htmlHead = PartHead($"\r\n--{Boundary(post)}", composed.Html, "html");
        _tail = System.Text.Encoding.ASCII.GetBytes($"\r\n--{Boundary(post)}--\r\n");
        _common = new CommonBody([.. _textHead, .. composed.Text.CommonStart]);
    }

    public PostId Post => _post.Id;

    public int Revision => _post.Revision;

    public EmailAddress EnvelopeFrom { get; }

    /// <summary>"=_" can occur in no quoted-printable and no base64, so the boundary never occurs in a part.</summary>
    public static string Boundary(Post post) => $"=_{post.Id}-{post.Revision}";

    /// <exception cref="LetterFailedException">The reader's values cannot be put into the post.</exception>
    public void Write(Recipient recipient, LetterBytes bytes)
    {
        var url = $"{_readersUrl.Now}/u/{_tokens.Seal(_post.ListId, recipient.Id, recipient.TokenEpoch)}";
        var values = new LetterValues(_composed.Post, recipient, url);
        values.Subject = _composed.Subject(values);
        bytes.Body.Append(_textHead);
        _composed.Text.Write(values, bytes.Body);
        bytes.Body.Append(_htmlHead);
        _composed.Html.Write(values, bytes.Body);
        bytes.Body.Append(_tail);
        _headers.Write(recipient, values.Subject, url, bytes.Head);
        if (_signer.Signs) _signer.Sign(bytes, _common);
    }

    private static byte[] PartHead(string delimiter, LetterPart part, string subtype) => System.Text.Encoding.ASCII.GetBytes(
        $"{delimiter}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {part.TransferEncoding}\r\n\r\n");
}
