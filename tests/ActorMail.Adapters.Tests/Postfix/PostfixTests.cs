using ActorMail.Adapters.Tests.Wire;
using ActorMail.Relays;
using ActorMail.Smtp.Wire;
using ActorMail.Testing;
using ActorMail.Testing.Replies;

namespace ActorMail.Adapters.Tests.Postfix;

/// <summary>The reply table and the wire against a server that is not ours.</summary>
public sealed class PostfixTests(PostfixServer postfix) : IClassFixture<PostfixServer>
{
    private static readonly TestLetter Letter = new();

    /// <param name="offersAll">Whether CHUNKING and PIPELINING are on.</param>
    [PostfixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Letters_arrive_and_unknown_users_cost_no_connection(bool offersAll)
    {
        await using var connection = new MailKitConnector().Create(Relay(offersAll ? postfix.Port : postfix.PlainPort));
        Assert.Null(await connection.OpenAsync(default));

        for (var turn = 1; turn <= 4; turn++)
        {
            var unknown = await SendAsync(connection, $"nobody{turn}@reader.example");
            Assert.Equal((12, "suppress | keep | count hard bounces"), (unknown.Verdict.Row, VerdictWords.Of(unknown.Verdict)));
            Assert.Equal("5.1.1", Assert.IsType<SendResult.Rejected>(unknown).Reply.Enhanced);
            Assert.IsType<SendResult.Accepted>(await SendAsync(connection, "anna@reader.example"));
        }
    }

    [PostfixTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Told_of_the_next_reader_ahead_it_takes_each_letter_once_and_none_for_who_is_not_sent(bool underTls)
    {
        await using var connection = new MailKitConnector().Create(underTls ? Secure(PostfixServer.Password) : Relay(postfix.Port));
        Assert.Null(await connection.OpenAsync(default));
        var (before, lost) = (Taken(), Lost());
        string[] readers = ["anna@reader.example", "nobody@reader.example", "bert@reader.example", "anna@reader.example", "bert@reader.example"];
        foreach (var (reader, next) in readers.Zip(readers.Skip(1)))
        {
            var result = await connection.SendAsync(
                Letter, TestLetter.To(reader), new Upcoming(Letter, TestLetter.To(next)), CancellationToken.None).WaitAsync(Rig.Patience);
            Assert.Equal(reader.StartsWith("nobody", StringComparison.Ordinal) ? typeof(SendResult.Rejected) : typeof(SendResult.Accepted), result.GetType());
        }

        // It was told of bert and waits for a letter to him: one for anna needs another session.
        Assert.False(connection.Takes(Letter, TestLetter.To("anna@reader.example")));
        Assert.Null(await connection.OpenAsync(default));
        Assert.IsType<SendResult.Accepted>(await SendAsync(connection, "anna@reader.example"));
        await Eventually.TrueAsync(() => Taken() - before == 4, "four letters in its log");
        await Eventually.TrueAsync(() => Lost() == lost + 1, "a lost connection in its log");

        int Taken() => Lines("message-id=");
        int Lost() => Lines("lost connection after DATA");
        int Lines(string holding) => postfix.Log().Split('\n').Count(line => line.Contains(holding, StringComparison.Ordinal));
    }

    [PostfixFact]
    public async Task A_greylisted_reader_is_tried_again_when_the_reply_says_and_then_taken()
    {
        await using var connection = new MailKitConnector().Create(Relay(postfix.PolicyPort));
        Assert.Null(await connection.OpenAsync(default));

        var early = Assert.IsType<SendResult.Deferred>(await SendAsync(connection, "grey@reader.example"));
        Assert.Equal((16, "retry after 10 min | keep | -"), (early.Verdict.Row, VerdictWords.Of(early.Verdict)));
        Assert.IsType<SendResult.Accepted>(await SendAsync(connection, "grey@reader.example"));
    }

    [PostfixFact]
    public async Task A_full_mailbox_is_tried_again_and_costs_no_connection()
    {
        await using var connection = new MailKitConnector().Create(Relay(postfix.PolicyPort));
        Assert.Null(await connection.OpenAsync(default));

        var full = Assert.IsType<SendResult.Deferred>(await SendAsync(connection, "full@reader.example"));
        Assert.Equal((14, "retry, full | keep | -"), (full.Verdict.Row, VerdictWords.Of(full.Verdict)));
        Assert.IsType<SendResult.Accepted>(await SendAsync(connection, "bert@reader.example"));
    }

    [PostfixFact]
    public async Task Under_TLS_the_right_password_opens_the_session()
    {
        await using var connection = new MailKitConnector().Create(Secure(PostfixServer.Password));

        Assert.Null(await connection.OpenAsync(default));
        Assert.IsType<SendResult.Accepted>(await SendAsync(connection, "anyone@elsewhere.example"));
        Assert.Contains($"sasl_username={PostfixServer.UserName}@", postfix.Log(), StringComparison.Ordinal);
    }

    [PostfixFact]
    public async Task A_wrong_password_is_a_matter_of_credentials_and_offered_once()
    {
        await using var connection = new MailKitConnector().Create(Secure("wrong-word"));

        var fault = await connection.OpenAsync(default);

        Assert.Equal((RelayFaultKind.Credentials, 5), (fault?.Kind, fault?.Verdict.Row));
        Assert.Equal("untouched | drop | pause relay, credentials", VerdictWords.Of(fault!.Verdict));
    }

    [PostfixFact]
    public async Task Without_TLS_or_without_a_login_a_relay_that_wants_them_takes_nothing()
    {
        await using var plain = new MailKitConnector().Create(Relay(postfix.LoginPort));
        Assert.Null(await plain.OpenAsync(default));
        var refused = await SendAsync(plain, "anna@reader.example");
        Assert.Equal((7, "untouched | restart | pause relay, session, after 2"), (refused.Verdict.Row, VerdictWords.Of(refused.Verdict)));

        await using var untrusted = new MailKitConnector().Create(
            Secure(PostfixServer.Password) with { PinnedCertificate = new string('0', 64) });
        Assert.Equal(4, (await untrusted.OpenAsync(default))?.Verdict.Row);
    }

    private static Task<SendResult> SendAsync(IRelayConnection connection, string to) =>
        connection.SendAsync(Letter, TestLetter.To(to), next: null, CancellationToken.None).WaitAsync(Rig.Patience);

    private static RelaySettings Relay(int port) => new()
    {
        Name = "postfix", Host = "127.0.0.1", Port = port, Security = RelaySecurity.None,
    };

    private RelaySettings Secure(string password) => Relay(postfix.LoginPort) with
    {
        Security = RelaySecurity.StartTls,
        PinnedCertificate = postfix.Fingerprint,
        UserName = PostfixServer.UserName,
        Password = password,
    };
}
