using ActorMail.DevInbox;
using ActorMail.Relays;
using ActorMail.Testing;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>What a relay is told along with the dot of the message before.</summary>
public sealed partial class PipeliningTests
{
    [Fact]
    public async Task The_next_ones_envelope_leaves_with_the_dot_and_its_message_only_when_it_is_sent()
    {
        Assert.IsType<SendResult.Accepted>(await TellAheadAsync("250 2.0.0 Ok: queued as 1\r\n" + Taken));

        var sending = SendAsync("bert@reader.example");
        var message = await _relay.HearAsync("\r\n.\r\n");
        Assert.DoesNotContain("MAIL FROM", message, StringComparison.Ordinal);
        await _relay.SayAsync("250 2.0.0 Ok: queued as 2\r\n");
        Assert.IsType<SendResult.Accepted>(await sending);
        await TakeOneAsync();
    }

    [Fact]
    public async Task Who_was_told_ahead_and_is_not_sent_gets_nothing_and_the_next_one_goes_by_another_session()
    {
        Assert.IsType<SendResult.Accepted>(await TellAheadAsync("250 2.0.0 Ok: queued as 1\r\n" + Taken));
        Assert.True(_connection.Takes(new TestLetter(), TestLetter.To("bert@reader.example")));
        Assert.False(_connection.Takes(new TestLetter(), TestLetter.To("carl@reader.example")));

        var opening = _connection.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<IOException>(() => _relay.HearAsync("\r\n"));
        await _relay.GreetAsync();
        Assert.Null(await opening.WaitAsync(Rig.Patience));
        var sending = SendAsync("carl@reader.example");
        Assert.EndsWith("RCPT TO:<carl@reader.example>\r\nDATA\r\n", await _relay.HearAsync("DATA\r\n"), StringComparison.Ordinal);
        await _relay.SayAsync(Taken);
        await _relay.HearAsync("\r\n.\r\n");
        await _relay.SayAsync("250 2.0.0 Ok\r\n");
        Assert.IsType<SendResult.Accepted>(await sending);
    }

    [Fact]
    public async Task A_session_that_waits_for_somebody_elses_message_sends_none_and_opens_no_other_by_itself()
    {
        Assert.IsType<SendResult.Accepted>(await TellAheadAsync("250 2.0.0 Ok: queued as 1\r\n" + Taken));

        Assert.False(Assert.IsType<SendResult.Broken>(await SendAsync("carl@reader.example")).SessionUsable);
        await _connection.CloseAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => _relay.HearAsync("\r\n"));
    }

    [Fact]
    public async Task A_session_in_which_a_message_is_awaited_is_closed_without_a_word()
    {
        await TellAheadAsync("250 2.0.0 Ok\r\n" + Taken);
        await _connection.CloseAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => _relay.HearAsync("\r\n"));
    }

    [Fact]
    public async Task A_reader_refused_ahead_is_refused_when_it_is_sent_and_the_session_stays()
    {
        await TellAheadAsync("250 2.0.0 Ok\r\n250 2.1.0 Ok\r\n550 5.1.1 no such user\r\n554 5.5.1 no valid recipients\r\n");

        var sending = SendAsync("bert@reader.example");
        Assert.Equal("RSET\r\n", await _relay.HearAsync("\r\n"));
        await _relay.SayAsync("250 2.0.0 Ok\r\n");
        var refused = Assert.IsType<SendResult.Rejected>(await sending);
        Assert.Equal(("5.1.1", true), (refused.Reply.Enhanced, refused.SessionUsable));
        await TakeOneAsync();
    }

    [Fact]
    public async Task A_message_refused_at_its_dot_says_nothing_about_the_next()
    {
        Assert.True((await TellAheadAsync("554 5.7.1 not this one\r\n" + Taken)).SessionUsable);

        var sending = SendAsync("bert@reader.example");
        await _relay.HearAsync("\r\n.\r\n");
        await _relay.SayAsync("250 2.0.0 Ok\r\n");
        Assert.IsType<SendResult.Accepted>(await sending);
    }

    [Fact]
    public async Task A_relay_that_tired_of_waiting_has_taken_nothing_and_is_told_of_nobody_ahead_any_more()
    {
        await TellAheadAsync("250 2.0.0 Ok\r\n" + Taken + "421 4.4.2 timeout\r\n");
        Assert.IsType<SendResult.Broken>(await SendAsync("bert@reader.example"));

        await OpenAsync();
        var sending = SendAsync(next: "bert@reader.example");
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync(Taken);
        Assert.EndsWith("\r\n.\r\n", await _relay.HearAsync(".\r\n"), StringComparison.Ordinal);
        await _relay.SayAsync("250 2.0.0 Ok\r\n");
        Assert.IsType<SendResult.Accepted>(await sending);
        // Nothing came along with that dot: the next one's envelope comes by itself.
        await TakeOneAsync();
    }

    [Theory]
    [InlineData(InboxTls.StartTls)]
    [InlineData(InboxTls.Implicit)]
    public async Task Commands_leave_together_and_ahead_under_TLS_too(InboxTls tls)
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { Tls = tls, Pipelining = true });
        Assert.Null(await rig.OpenAsync());

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(TestLetter.To("anna@reader.example"), next: "bert@reader.example"));
        await Eventually.TrueAsync(() => rig.Inbox.Faults.Seen(InboxPhase.Data) == 2, "the envelope of the next");
        Assert.Equal(1, rig.Inbox.Received);
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(TestLetter.To("bert@reader.example")));
        Assert.Equal((1, 2), (rig.Inbox.Connections, rig.Inbox.Received));
    }

    /// <summary>Sends a message to anna along with whose dot the relay is told of bert.</summary>
    private async Task<SendResult> TellAheadAsync(string answer)
    {
        var sending = SendAsync(next: "bert@reader.example");
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync(Taken);
        var heard = await _relay.HearAsync("DATA\r\n");
        Assert.EndsWith(
            "\r\n.\r\nMAIL FROM:<bounce@sender.example>\r\nRCPT TO:<bert@reader.example>\r\nDATA\r\n", heard, StringComparison.Ordinal);
        await _relay.SayAsync(answer);
        return await sending;
    }
}
