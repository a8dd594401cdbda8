using ActorMail.Subscribers;
using ActorMail.Tokens;
using FsCheck.Xunit;

namespace ActorMail.Tests.Tokens;

public sealed class ConfirmTokensTests
{
    private static readonly InstanceKeys Keys = new(new byte[32]);
    private static readonly ConfirmTokens Tokens = new(Keys);
    private static readonly AddressMarks Marks = new(Keys);
    private static readonly string Mark = Marks.Of(EmailAddress.Parse("ada@example.net"));

    [Property]
    public bool A_sealed_token_opens_to_the_same_mark_and_round(Guid bytes, int round)
    {
        var mark = Convert.ToHexStringLower(bytes.ToByteArray());
        return Tokens.TryOpen(Tokens.Seal(mark, round), out var m, out var r) && (m, r) == (mark, round);
    }

    [Fact]
    public void Nothing_else_opens()
    {
        var token = Tokens.Seal(Mark, 2);
        // The last character is left out: it holds bits that say nothing.
        var others = Enumerable.Range(0, token.Length - 1).Select(at => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..])
            .Concat(["", token[1..], token + "A", new ConfirmTokens(new InstanceKeys(InstanceKeys.NewSecret())).Seal(Mark, 2)]);
        Assert.All(others, other => Assert.False(Tokens.TryOpen(other, out _, out _), other));
    }

    [Fact]
    public void It_is_no_other_tokens_seal()
    {
        var purposes = new[] { "unsubscribe:1", "trigger:1", "confirm:1", "address-mark:1", "message-id:1", "confirmation-id:1" };
        Assert.Equal(purposes.Length, purposes.Select(purpose => Convert.ToHexString(Keys.For(purpose))).Distinct().Count());
        // Both are twenty bytes and a seal.
        var unsubscribe = new UnsubscribeTokens(Keys);
        Assert.Equal(unsubscribe.Seal(new ListId(1), new SubscriberId(2), 3).Length, Tokens.Seal(Mark, 2).Length);
        Assert.False(unsubscribe.TryOpen(Tokens.Seal(Mark, 2), out _, out _, out _));
        Assert.False(Tokens.TryOpen(unsubscribe.Seal(new ListId(1), new SubscriberId(2), 3), out _, out _));
    }

    [Fact]
    public void An_addresss_mark_is_the_same_however_it_is_written_and_tells_nothing_without_the_key()
    {
        Assert.Matches("^[0-9a-f]{32}$", Mark);
        Assert.Equal(Mark, Marks.Of(EmailAddress.Parse("Ada@EXAMPLE.net")));
        Assert.NotEqual(Mark, Marks.Of(EmailAddress.Parse("ada@example.org")));
        Assert.NotEqual(Mark, new AddressMarks(new InstanceKeys(InstanceKeys.NewSecret())).Of(EmailAddress.Parse("ada@example.net")));
    }

    [Theory]
    [InlineData("ada@example.net", "ada@example.net", true)]
    [InlineData("Ada+news@example.net", "ada@example.net", true)]
    [InlineData("ada+a+b@example.net", "ada@example.net", true)]
    [InlineData("a.d.a+x@gmail.com", "ada@gmail.com", true)]
    [InlineData("a.da@googlemail.com", "ada@googlemail.com", true)]
    [InlineData("a.da@example.net", "ada@example.net", false)]
    [InlineData("+ada@example.net", "ada@example.net", false)]
    [InlineData("ada@example.org", "ada@example.net", false)]
    public void A_mailbox_is_known_behind_its_addresses(string one, string other, bool same) => Assert.Equal(
        same, Marks.OfMailbox(EmailAddress.Parse(one)) == Marks.OfMailbox(EmailAddress.Parse(other)));

    [Fact]
    public void The_mailbox_of_a_plain_address_is_the_address() =>
        Assert.Equal(Mark, Marks.OfMailbox(EmailAddress.Parse("ada@example.net")));
}
