using ActorMail.SignUps;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using FsCheck.Xunit;

namespace ActorMail.Tests.Tokens;

public sealed class ConfirmTokensTests
{
    private static readonly InstanceKeys Keys = new(new byte[32]);
    private static readonly ConfirmTokens Tokens = new(Keys);

    [Property]
    public bool A_sealed_token_opens_to_the_same_numbers(long id, int round) =>
        Tokens.TryOpen(Tokens.Seal(new SignUpId(id), round), out var i, out var r) && (i.Value, r) == (id, round);

    [Fact]
    public void Nothing_else_opens()
    {
        var token = Tokens.Seal(new SignUpId(4711), 2);
        // The last character is left out: it holds bits that say nothing.
        var others = Enumerable.Range(0, token.Length - 1).Select(at => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..])
            .Concat(["", token[1..], token + "A", new ConfirmTokens(new InstanceKeys(InstanceKeys.NewSecret())).Seal(new SignUpId(4711), 2)]);
        Assert.All(others, other => Assert.False(Tokens.TryOpen(other, out _, out _), other));
    }

    [Fact]
    public void It_is_no_other_tokens_seal()
    {
        Assert.NotEqual(Keys.For("unsubscribe:1"), Keys.For("confirm:1"));
        Assert.NotEqual(Keys.For("trigger:1"), Keys.For("confirm:1"));
        Assert.False(new UnsubscribeTokens(Keys).TryOpen(Tokens.Seal(new SignUpId(1), 2), out _, out _, out _));
        Assert.False(Tokens.TryOpen(new UnsubscribeTokens(Keys).Seal(new ListId(1), new SubscriberId(2), 3), out _, out _));
    }

    [Fact]
    public void An_addresss_mark_is_the_same_however_it_is_written_and_tells_nothing_without_the_key()
    {
        AddressMarks marks = new(Keys);
        var mark = marks.Of(EmailAddress.Parse("ada@example.net"));
        Assert.Equal(mark, marks.Of(EmailAddress.Parse("Ada@EXAMPLE.net")));
        Assert.Matches("^[0-9a-f]{32}$", mark);
        Assert.NotEqual(mark, marks.Of(EmailAddress.Parse("ada@example.org")));
        Assert.NotEqual(mark, new AddressMarks(new InstanceKeys(InstanceKeys.NewSecret())).Of(EmailAddress.Parse("ada@example.net")));
    }
}
