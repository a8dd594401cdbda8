using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Tokens;

namespace ActorMail.Tests.Tokens;

public sealed class TriggerTokensTests
{
    private static readonly DateTimeOffset Until = new(2026, 7, 1, 9, 0, 0, TimeSpan.Zero);
    private readonly InstanceKeys _keys = new(InstanceKeys.NewSecret());

    [Fact]
    public void A_token_opens_as_it_was_sealed()
    {
        TriggerTokens tokens = new(_keys);
        Assert.True(tokens.TryOpen(tokens.Seal(new PostId(4711), Until), out var post, out var until));
        Assert.Equal((new PostId(4711), Until), (post, until));
    }

    [Fact]
    public void Nothing_else_opens()
    {
        TriggerTokens tokens = new(_keys);
        var token = tokens.Seal(new PostId(4711), Until);
        // The last character is left out: it holds two bits that say nothing.
        var others = Enumerable.Range(0, token.Length - 1).Select(at => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..])
            .Concat(["", token[1..], token + "A", new TriggerTokens(new InstanceKeys(InstanceKeys.NewSecret())).Seal(new PostId(4711), Until)]);
        Assert.All(others, other => Assert.False(tokens.TryOpen(other, out _, out _), other));
    }

    [Fact]
    public void A_token_of_one_purpose_is_none_of_the_other()
    {
        var unsubscribe = new UnsubscribeTokens(_keys).Seal(new ListId(1), new SubscriberId(2), 3);
        Assert.False(new TriggerTokens(_keys).TryOpen(unsubscribe, out _, out _));
        Assert.NotEqual(_keys.For("unsubscribe:1"), _keys.For("trigger:1"));
    }
}
