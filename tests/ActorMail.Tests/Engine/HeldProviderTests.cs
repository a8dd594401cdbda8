using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Testing;

namespace ActorMail.Tests.Engine;

public class HeldProviderTests
{
    private const int Others = 60;
    private const int Held = 200;

    [Fact]
    public async Task A_provider_that_throttles_slows_no_other_and_its_readers_are_put_off_without_an_attempt()
    {
        var relay = new ScriptedRelay
        {
            Answer = (email, _) => Task.FromResult(email.EndsWith("@gmail.com", StringComparison.Ordinal)
                ? ReplyTable.Decide(SmtpPhase.Rcpt, SmtpReply.Parse(451, "4.7.28 unusual rate of mail"))
                : ScriptedRelay.Accepted),
        };
        await using var kit = await EngineKit.StartAsync(sliceSize: 20, relay: relay);
        await JoinAsync(kit, "gmail.com", Held);
        await JoinAsync(kit, "example.org", Others);
        var post = await kit.PublishAsync();

        var view = await kit.UntilAsync(post, seen => seen.Totals.Accepted == Others, "all others accepted");
        Assert.Equal(PostStatus.Sending, view.Post.Status);
        await kit.UntilAsync(post, seen => seen.Totals.Deferred >= Held - 1, "the provider's readers put off");
        Assert.InRange(relay.Began.Count(began => began.Email.EndsWith("@gmail.com", StringComparison.Ordinal)), 1, 4);
        var delivery = (await kit.Database.Log.ListAsync(post, null, null, 1000, CancellationToken.None))
            .First(line => line.Attempts == 0);
        Assert.Contains("gmail.com", delivery.Reply!.Text);
        Assert.True(delivery.NextAttempt > delivery.At.AddMinutes(80));
    }

    [Fact]
    public async Task Readers_of_a_provider_that_refuses_the_sender_are_given_up_in_time_and_the_post_ends()
    {
        var relay = new ScriptedRelay
        {
            Answer = (email, _) => Task.FromResult(email.EndsWith("@gmail.com", StringComparison.Ordinal)
                ? ReplyTable.Decide(SmtpPhase.Dot, SmtpReply.Parse(550, "5.7.26 unauthenticated"))
                : ScriptedRelay.Accepted),
        };
        // A provider is closed for longer than this.
        var impatient = RetrySchedule.Default with { GiveUpAfter = TimeSpan.FromHours(1) };
        await using var kit = await EngineKit.StartAsync(relay: relay, retries: impatient);
        await JoinAsync(kit, "gmail.com", 100);
        await JoinAsync(kit, "example.org", Others);
        var post = await kit.PublishAsync();

        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((Others, 100, true), (sent.Totals.Accepted, sent.Totals.Rejected, sent.Totals.Balanced));
        var untried = (await kit.Database.Log.ListAsync(post, null, null, 1000, CancellationToken.None)).First(line => line.Attempts == 0);
        Assert.Contains("given up: gmail.com refuses the sender", untried.Reply!.Text, StringComparison.Ordinal);
    }

    private static Task JoinAsync(EngineKit kit, string domain, int count) => kit.Database.Import.WriteAsync(
        [.. Enumerable.Range(1, count).Select(n => new ImportRow(
            EmailAddress.Parse($"reader{n}@{domain}"), null, ListName.Default, null, new Dictionary<string, string>()))],
        CancellationToken.None);
}
