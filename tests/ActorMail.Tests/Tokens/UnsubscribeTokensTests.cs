using ActorMail.Subscribers;
using ActorMail.Tokens;
using FsCheck.Xunit;

namespace ActorMail.Tests.Tokens;

public class UnsubscribeTokensTests
{
    private static readonly UnsubscribeTokens Tokens = new(new InstanceKeys(new byte[32]));

    [Property]
    public bool A_sealed_token_opens_to_the_same_numbers(long list, long subscriber, int epoch) =>
        Tokens.TryOpen(Tokens.Seal(new ListId(list), new SubscriberId(subscriber), epoch), out var l, out var s, out var e)
        && (l.Value, s.Value, e) == (list, subscriber, epoch);

    [Fact]
    public void Every_single_changed_character_makes_it_void()
    {
        var token = Tokens.Seal(new ListId(3), new SubscriberId(77), 1);
        for (var at = 0; at < token.Length; at++)
        {
            var changed = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            Assert.False(Tokens.TryOpen(changed, out _, out _, out _), $"changed at {at}");
        }
    }

    [Fact]
    public void Another_installations_token_is_void()
    {
        var other = new UnsubscribeTokens(new InstanceKeys(InstanceKeys.NewSecret()));
        Assert.False(Tokens.TryOpen(other.Seal(new ListId(1), new SubscriberId(2), 0), out _, out _, out _));
    }

    [Property]
    public bool No_other_text_opens(string? text) => !Tokens.TryOpen(text ?? "", out _, out _, out _);

    [Fact]
    public void Keys_of_two_purposes_differ()
    {
        var keys = new InstanceKeys(new byte[32]);
        Assert.NotEqual(keys.For("unsubscribe:1"), keys.For("message-id:1"));
    }
}
