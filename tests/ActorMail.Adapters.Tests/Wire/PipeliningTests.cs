using ActorMail.Relays;
using ActorMail.Smtp.Wire;
using Microsoft.Extensions.Time.Testing;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>Commands that leave together (RFC 2920), against a relay that answers only once it has heard all of them.</summary>
public sealed partial class PipeliningTests : IAsyncLifetime
{
    private const string Taken = "250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 go on\r\n";
    private readonly RawRelay _relay = new();
    private readonly MailKitConnector _connector = new();
    private IRelayConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _connection = _connector.Create(_relay.Settings);
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task The_envelope_leaves_at_once_and_the_message_with_its_dot_after_it()
    {
        var sending = SendAsync();
        var envelope = await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync(Taken);
        var message = await _relay.HearAsync("\r\n.\r\n");
        await _relay.SayAsync("250 2.0.0 Ok: queued as 1\r\n");

        Assert.Equal("2.0.0", Assert.IsType<SendResult.Accepted>(await sending).Reply.Enhanced);
        Assert.StartsWith("MAIL FROM:<bounce@sender.example> SIZE=", envelope, StringComparison.Ordinal);
        Assert.EndsWith("\r\nRCPT TO:<anna@reader.example>\r\nDATA\r\n", envelope, StringComparison.Ordinal);
        // A line that begins with a dot has one more on the wire.
        Assert.Contains("\r\n..a line with a dot\r\n...and two\r\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_waits_for_a_message_to_nobody_gets_an_empty_one()
    {
        var sending = SendAsync();
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync("250 2.1.0 Ok\r\n550 5.1.1 no such user\r\n354 go on\r\n");
        Assert.Equal(".\r\n", await _relay.HearAsync("\r\n"));
        await _relay.SayAsync("554 5.5.1 no valid recipients\r\n");

        var refused = Assert.IsType<SendResult.Rejected>(await sending);
        Assert.Equal(("5.1.1", true), (refused.Reply.Enhanced, refused.SessionUsable));
        await TakeOneAsync();
    }

    [Fact]
    public async Task Nobody_gets_an_empty_message_from_a_relay_that_refused_the_sender_and_took_the_reader()
    {
        var sending = SendAsync();
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync("450 4.7.1 not now\r\n250 2.1.5 Ok\r\n354 go on\r\n");

        var refused = Assert.IsType<SendResult.Deferred>(await sending);
        Assert.Equal(("4.7.1", false), (refused.Reply.Enhanced, refused.SessionUsable));
        await _connection.CloseAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => _relay.HearAsync(".\r\n"));
    }

    [Fact]
    public async Task A_refused_transaction_is_reset_before_the_next()
    {
        var sending = SendAsync();
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync("250 2.1.0 Ok\r\n450 4.2.0 later\r\n503 5.5.1 no recipient\r\n");
        Assert.Equal("RSET\r\n", await _relay.HearAsync("\r\n"));
        await _relay.SayAsync("250 2.0.0 Ok\r\n");

        Assert.True(Assert.IsType<SendResult.Deferred>(await sending).SessionUsable);
        await TakeOneAsync();
    }

    [Fact]
    public async Task The_first_refusal_decides_and_a_link_that_ends_after_it_changes_nothing()
    {
        var sending = SendAsync();
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync("550 5.7.1 not from you\r\n503 5.5.1 no sender\r\n");
        await _relay.DisposeAsync();

        var refused = Assert.IsType<SendResult.RunRefused>(await sending);
        Assert.Equal(("5.7.1", false), (refused.Reply.Enhanced, refused.SessionUsable));
    }

    [Fact]
    public async Task An_answer_nobody_waits_for_ends_the_session_before_the_next_message()
    {
        await TakeOneAsync("250 2.0.0 Ok\r\n250 2.0.0 and once more\r\n");

        Assert.IsType<SendResult.Broken>(await SendAsync());
    }

    [Fact]
    public async Task After_an_answer_that_was_not_due_commands_go_one_by_one()
    {
        var sending = SendAsync();
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync("354 go on\r\n");
        Assert.IsType<SendResult.Broken>(await sending);

        await OpenAsync();
        sending = SendAsync();
        Assert.EndsWith("RCPT TO:<anna@reader.example>\r\n", await _relay.HearAsync("anna@reader.example>\r\n"), StringComparison.Ordinal);
        await _relay.SayAsync("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n");
        Assert.Equal("DATA\r\n", await _relay.HearAsync("\r\n"));
        await _relay.SayAsync("354 go on\r\n");
        await _relay.HearAsync("\r\n.\r\n");
        await _relay.SayAsync("250 2.0.0 Ok\r\n");
        Assert.IsType<SendResult.Accepted>(await sending);
    }

    [Fact]
    public void Doubt_is_about_one_relay_and_lasts_an_hour()
    {
        var clock = new FakeTimeProvider();
        var trust = new PipeliningTrust(clock);
        var other = _relay.Settings with { Host = "other.example" };
        trust.Doubt(_relay.Settings);

        Assert.Equal((false, true), (trust.Trusts(_relay.Settings), trust.Trusts(other)));
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(trust.Trusts(_relay.Settings));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(trust.Trusts(_relay.Settings));
    }

    [Theory]
    [InlineData("anna@reader.example", true)]
    [InlineData("o'neil+news@reader.example", true)]
    [InlineData("\"anna b\"@reader.example", false)]
    [InlineData("jürgen@reader.example", false)]
    public void Only_plain_addresses_go_into_a_command_as_they_are(string address, bool takes)
    {
        if (Subscribers.EmailAddress.TryParse(address, out var parsed, out _))
            Assert.Equal(takes, new Smtp.Wire.Envelope(TestLetter.To("anna@reader.example").Email, parsed!).IsPlain);
        else Assert.False(takes);
    }

    private async Task OpenAsync()
    {
        var opening = _connection.OpenAsync(CancellationToken.None);
        await _relay.GreetAsync();
        Assert.Null(await opening.WaitAsync(Rig.Patience));
    }

    private Task<SendResult> SendAsync(string to = "anna@reader.example", string? next = null) => _connection.SendAsync(
        new TestLetter(), TestLetter.To(to), next is null ? null : new Upcoming(new TestLetter(), TestLetter.To(next)), CancellationToken.None)
        .WaitAsync(Rig.Patience);

    private async Task TakeOneAsync(string verdict = "250 2.0.0 Ok\r\n")
    {
        var sending = SendAsync();
        await _relay.HearAsync("DATA\r\n");
        await _relay.SayAsync(Taken);
        await _relay.HearAsync("\r\n.\r\n");
        await _relay.SayAsync(verdict);
        Assert.IsType<SendResult.Accepted>(await sending);
    }
}
