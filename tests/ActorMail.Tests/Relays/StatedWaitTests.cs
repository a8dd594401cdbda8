using ActorMail.Relays;
using FsCheck.Xunit;

namespace ActorMail.Tests.Relays;

public sealed class StatedWaitTests
{
    [Theory]
    [InlineData("try again in 300 seconds", 300)]
    [InlineData("Greylisted, please try again in 5 minutes.", 300)]
    [InlineData("retry after 90s", 90)]
    [InlineData("Come back in at least 2 hours!", 7200)]
    [InlineData("please wait 10 mins, see https://example.org/in/9/hours", 600)]
    [InlineData("Deferred for 1 hour", 3600)]
    public void A_wait_is_read_as_people_write_it(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), StatedWait.Read(text));

    [Theory]
    [InlineData("try again later")]
    [InlineData("try again in a while")]
    [InlineData("queue 300 seconds")]
    [InlineData("try again in 300")]
    [InlineData("try again in -5 potatoes")]
    [InlineData("<try.again.in.5.minutes@reader.example> unknown")]
    [InlineData("")]
    public void Where_no_wait_is_stated_none_is_read(string text) => Assert.Null(StatedWait.Read(text));

    [Property(MaxTest = 3000)]
    public bool A_stated_wait_is_kept_within_bounds(SmtpPhase phase, int wait, bool hours, byte code)
    {
        var verdict = ReplyTable.Judge(phase, SmtpReply.Parse(
            400 + code % 100, $"try again in {Math.Abs((long)wait)} {(hours ? "hours" : "seconds")}"));
        var slow = verdict.Wider is WiderAction.Slow { Hold: var hold } ? hold : TimeSpan.Zero;
        var retry = verdict.Recipient is RecipientAction.Retry { AtLeast: var least } ? least : TimeSpan.Zero;
        return slow <= StatedWait.LongestForRelay && retry <= StatedWait.LongestForRecipient;
    }

    [Fact]
    public void Every_meaning_a_rule_asks_for_has_phrases_and_every_phrase_is_in_plain_words()
    {
        var asked = ReplyTable.Rules.Select(rule => rule.Says).OfType<string>().Append("wait").Distinct().Order();
        Assert.Equal(asked, ReplyPhrases.Meanings.Order());
        Assert.All(ReplyPhrases.Meanings.SelectMany(ReplyPhrases.Of), phrase => Assert.Equal(
            phrase, string.Join(' ', phrase.Split(' ').SelectMany(word => word == "*" ? [word] : ReplyPhrases.Words(word)))));
    }

    [Theory]
    [InlineData("unknown user", "550 <user.unknown@reader.example> not here", false)]
    [InlineData("unknown user", "User\r\nunknown", true)]
    [InlineData("full", "The mailbox of Anna B. is full", true)]
    [InlineData("full", "The mailbox of Anna and of every single one of her friends is full", false)]
    public void Words_are_compared_whole_and_addresses_are_none(string meaning, string text, bool says) =>
        Assert.Equal(says, ReplyPhrases.Says(meaning, text));
}
