using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Tests.Delivery;

public class RunBrakesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly PostId Post = new(1);
    private static readonly SendResult Accepted = new SendResult.Accepted(new SmtpReply(250, "2.0.0", "ok"));
    private static readonly SendResult Unknown = Judged(SmtpPhase.Rcpt, 550, "5.1.1 no such user");
    private readonly RunBrakes _brakes = new();

    [Fact]
    public void More_than_a_tenth_of_at_least_two_hundred_unknown_addresses_is_a_bought_list()
    {
        for (var reader = 0; reader < 199; reader++) Assert.Null(Ended(reader % 5 == 0 ? Unknown : Accepted));
        var paused = Assert.IsType<RunNews.Pause>(Ended(Unknown));
        Assert.Contains("41 of 200", paused.Because);
        Assert.Null(Ended(Unknown));
    }

    [Fact]
    public void A_tenth_is_not_too_many()
    {
        for (var reader = 0; reader < 1000; reader++) Assert.Null(Ended(reader % 10 == 9 ? Unknown : Accepted));
    }

    [Fact]
    public void A_refused_sender_pauses_the_run_at_the_first()
    {
        var paused = Assert.IsType<RunNews.Pause>(Ended(Judged(SmtpPhase.Mail, 550, "5.7.1 sender not allowed")));
        Assert.Contains("5.7.1 sender not allowed", paused.Because);
        Assert.Contains("From", paused.Because);
    }

    [Fact]
    public void A_letter_that_is_too_large_pauses_the_run() =>
        Assert.Contains("larger", Assert.IsType<RunNews.Pause>(Ended(Judged(SmtpPhase.Mail, 552, "5.3.4 too big"))).Because);

    [Fact]
    public void Three_refusals_alike_for_what_a_letter_says_pause_the_run()
    {
        var spam = Judged(SmtpPhase.Dot, 554, "5.7.1 looks like spam");
        Assert.Null(Ended(spam));
        for (var reader = 0; reader < 25; reader++) Assert.Null(Ended(Accepted));
        Assert.Null(Ended(spam));
        Assert.Null(Ended(Accepted));
        Assert.Null(Ended(spam));
        Assert.IsType<RunNews.Pause>(Ended(spam));
    }

    [Fact]
    public void Three_letters_that_cannot_be_written_for_one_reason_pause_the_run_and_so_do_many_for_reasons_of_their_own()
    {
        for (var reader = 0; reader < 20; reader++) Assert.Null(Ended(Unwritable($"'{reader}' is no date")));
        Assert.Null(Ended(Unwritable("'0' is no date")));
        Assert.Contains("'0' is no date", Assert.IsType<RunNews.Pause>(Ended(Unwritable("'0' is no date"))).Because);
        for (var reader = 0; reader < 22; reader++) Assert.Null(Ended(Unwritable($"'{reader}' is no date")));
        Assert.Contains("'22' is no date", Assert.IsType<RunNews.Pause>(Ended(Unwritable("'22' is no date"))).Because);
    }

    [Fact]
    public void Twenty_refusals_by_policy_in_a_row_pause_the_run_or_hold_the_one_provider()
    {
        var policy = Judged(SmtpPhase.Rcpt, 550, "5.7.1 denied");
        for (var reader = 0; reader < 19; reader++) Assert.Null(Ended(policy, "example.org"));
        var held = Assert.IsType<RunNews.HoldProvider>(Ended(policy, "example.org"));
        Assert.Equal(("example.org", TimeSpan.FromHours(2)), (held.Provider, held.For));
        for (var reader = 0; reader < 19; reader++) Assert.Null(Ended(policy, $"{reader % 4}.example"));
        Assert.IsType<RunNews.Pause>(Ended(policy, "4.example"));
        for (var reader = 0; reader < 100; reader++) Assert.Null(Ended(reader % 19 == 18 ? Accepted : policy, $"{reader % 4}.example"));
    }

    [Fact]
    public void A_provider_that_misses_the_senders_proof_is_closed_to_the_run_at_the_first_and_others_are_not()
    {
        var news = Assert.IsType<RunNews.CloseProvider>(Ended(Judged(SmtpPhase.Dot, 550, "5.7.26 unauthenticated"), "gmail.com"));
        Assert.Contains("SPF, DKIM and DMARC", news.Because);
        var closed = _brakes.Closed(Post, "gmail.com")!;
        Assert.IsType<DeliveryOutcome.Deferred>(closed.Unsent(Now)!.Outcome);
        Assert.Equal((false, true), (closed.MayStart(Now), closed.MayStart(Now.AddHours(4))));
        Assert.Null(_brakes.Closed(Post, "example.org"));
        Assert.Null(_brakes.Closed(new PostId(2), "gmail.com"));
        _brakes.Forget(Post);
        Assert.Null(_brakes.Closed(Post, "gmail.com"));
    }

    [Fact]
    public void A_provider_whose_limit_of_size_is_lower_refuses_its_readers_without_an_attempt()
    {
        Assert.IsType<RunNews.CloseProvider>(Ended(Judged(SmtpPhase.Dot, 552, "5.3.4 message too big"), "small.example"));
        Assert.IsType<DeliveryOutcome.Rejected>(_brakes.Closed(Post, "small.example")!.Unsent(Now)!.Outcome);
    }

    private RunNews? Ended(SendResult result, string provider = "example.org") => _brakes.Ended(Post, provider, result, Now);

    private static SendResult Unwritable(string why) => ReplyTable.Decide(SmtpPhase.Mail, LinkEnd.Unwritable, why);

    private static SendResult Judged(SmtpPhase phase, int code, string text) => ReplyTable.Decide(phase, SmtpReply.Parse(code, text));
}
