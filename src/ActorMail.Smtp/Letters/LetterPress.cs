using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Tokens;

namespace ActorMail.Smtp.Letters;

/// <summary>Makes MIME letters of posts in Markdown or HTML: default look, text part, Liquid, a bulk sender's headers.</summary>
public sealed class LetterPress(SenderSettings sender, InstanceKeys keys) : ILetterPress
{
    private readonly UnsubscribeTokens _tokens = new(keys);
    private readonly byte[] _messageIdKey = keys.For("message-id:1");
    private readonly string _publicUrl = sender.PublicUrl.AbsoluteUri.TrimEnd('/');

    public IReadOnlyList<ContentFault> Check(PostContent content) => ContentCheck.Run(content);

    public ILetter Compose(Post post)
    {
        var date = post.PublishedAt ?? post.CreatedAt;
        var values = new PostValues(
            post.Content.Url, post.List, CleanText.Line(sender.FromName), sender.FromEmail.ToString(), date);
        try
        {
            var composed = ComposedLetter.From(post.Content, values);
            var headers = new LetterHeaders(post, sender, _messageIdKey, date, composed.SharedSubject);
            return new MimeLetter(post, sender.FromEmail, _publicUrl, _tokens, composed, headers);
        }
        catch (FormatException unfit)
        {
            throw new LetterException(unfit.Message, unfit);
        }
    }
}
