using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>What is written before it may be sent.</summary>
public sealed partial class PipeliningTests
{
    [Fact]
    public async Task A_letter_got_ready_is_written_once_and_sent_by_its_own_call()
    {
        var (letter, bert) = (new TestLetter(), TestLetter.To("bert@reader.example"));
        Assert.IsType<SendResult.Accepted>(await TellAheadAsync("250 2.0.0 Ok\r\n" + Taken));
        _connection.Prepare(new Upcoming(letter, bert));
        Assert.Equal(1, letter.Written);

        var sending = _connection.SendAsync(letter, bert, null, CancellationToken.None).WaitAsync(Rig.Patience);
        await _relay.HearAsync("\r\n.\r\n");
        await _relay.SayAsync("250 2.0.0 Ok\r\n");
        Assert.IsType<SendResult.Accepted>(await sending);
        Assert.Equal(1, letter.Written);
    }

    [Fact]
    public async Task Another_letter_than_the_one_got_ready_is_written_anew()
    {
        var (ready, sent) = (new TestLetter(text: "ready\r\n"), new TestLetter(text: "sent\r\n"));
        _connection.Prepare(new Upcoming(ready, TestLetter.To("anna@reader.example")));

        var sending = _connection.SendAsync(sent, TestLetter.To("anna@reader.example"), null, CancellationToken.None).WaitAsync(Rig.Patience);
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync(Taken);
        Assert.EndsWith("\r\nsent\r\n.\r\n", await _relay.HearAsync("\r\n.\r\n"), StringComparison.Ordinal);
        await _relay.SayAsync("250 2.0.0 Ok\r\n");
        Assert.IsType<SendResult.Accepted>(await sending);
    }

    [Fact]
    public async Task A_letter_that_cannot_be_got_ready_is_told_of_when_it_is_sent()
    {
        var bad = new TestLetter(change: message => message.Body = null!);
        _connection.Prepare(new Upcoming(bad, TestLetter.To("anna@reader.example")));
        var result = await _connection.SendAsync(bad, TestLetter.To("anna@reader.example"), null, CancellationToken.None).WaitAsync(Rig.Patience);
        Assert.Equal(32, result.Verdict.Row);
        await TakeOneAsync();
    }
}
