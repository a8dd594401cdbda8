using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Tokens;

namespace ActorMail.Smtp.Letters;

/// <summary>Makes MIME letters of posts in Markdown or HTML: default look, text part, Liquid, a bulk sender's headers.</summary>
/// <param name="dkim">Those that fit the sender's domain sign every letter; none: letters go out unsigned.</param>
public sealed class LetterPress(SenderSettings sender, InstanceKeys keys, IReadOnlyList<DkimKey>? dkim = null) : ILetterPress
{
    private readonly UnsubscribeTokens _tokens = new(keys);
    private readonly byte[] _messageIdKey = keys.For("message-id:1");
    private readonly ReadersUrl _readersUrl = new(sender);
    private readonly IReadOnlyList<DkimKey> _dkim = dkim ?? [];

    public IReadOnlyList<ContentFault> Check(PostContent content, string list) =>
        ContentCheck.Run(content, Values(content, list, DateTimeOffset.UnixEpoch));

    public ILetter Compose(Post post)
    {
        var date = post.PublishedAt ?? post.CreatedAt;
        try
        {
            var composed = ComposedLetter.From(post.Content, Values(post.Content, post.List, date));
            var boundary = MimeLetter.Boundary(post);
            var headers = new LetterHeaders(post, sender, _messageIdKey, date, composed.SharedSubject, boundary);
            return new MimeLetter(post, sender.FromEmail, _readersUrl, _tokens, composed, headers, new DkimSigner(_dkim, date));
        }
        catch (Exception unfit) when (unfit is FormatException or LetterFailedException)
        {
            throw new LetterException(unfit.Message, unfit);
        }
    }

    private PostValues Values(PostContent content, string list, DateTimeOffset date) =>
        new(content.Url, list, CleanText.Line(sender.FromName), sender.FromEmail.ToString(), date);

    /// <summary>In ASCII: it stands in a header and in links.</summary>
    internal static string PublicUrl(Uri url) =>
        new UriBuilder(url) { Host = url.IdnHost }.Uri.AbsoluteUri.TrimEnd('/');
}
