using System.Text;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Webhooks;

namespace ActorMail.Tests.Webhooks;

public sealed class WebhookScheduleTests
{
    private static readonly WebhookAnswer.NotTaken No = new("500");

    [Fact]
    public void A_message_is_tried_for_three_days_and_then_given_up()
    {
        var waited = TimeSpan.Zero;
        var attempts = 1;
        while (WebhookSchedule.After(No, attempts, 0) is WebhookEnd.Again again)
        {
            waited += again.In;
            attempts++;
        }

        Assert.Equal(10, attempts);
        Assert.InRange(waited, TimeSpan.FromHours(72), TimeSpan.FromHours(84));
        Assert.Equal(new WebhookEnd.GivenUp("500"), WebhookSchedule.After(No, 10, 0.5));
    }

    [Fact]
    public void Waits_are_spread_and_what_the_endpoint_asks_for_holds_up_to_a_day()
    {
        Assert.Equal(new WebhookEnd.Again(TimeSpan.FromSeconds(5.25), "500"), WebhookSchedule.After(No, 1, 0.5));
        Assert.Equal(new WebhookEnd.Again(TimeSpan.FromMinutes(1), "429"), WebhookSchedule.After(new WebhookAnswer.NotTaken("429", TimeSpan.FromMinutes(1)), 1, 0));
        Assert.Equal(new WebhookEnd.Again(TimeSpan.FromSeconds(5), "429"), WebhookSchedule.After(new WebhookAnswer.NotTaken("429", TimeSpan.FromSeconds(1)), 1, 0));
        Assert.Equal(new WebhookEnd.Again(TimeSpan.FromHours(24), "503"), WebhookSchedule.After(new WebhookAnswer.NotTaken("503", TimeSpan.FromDays(9)), 1, 0));
    }

    [Fact]
    public void A_taken_message_is_done_and_one_for_nobody_is_given_up_at_once()
    {
        Assert.Equal(new WebhookEnd.Delivered("204"), WebhookSchedule.After(new WebhookAnswer.Taken("204"), 3, 0));
        Assert.Equal(new WebhookEnd.GivenUp("410"), WebhookSchedule.After(new WebhookAnswer.Gone("410"), 1, 0));
    }

    [Fact]
    public void Each_event_has_its_words()
    {
        var at = new DateTimeOffset(2026, 1, 6, 9, 0, 0, 5, TimeSpan.Zero);
        var message = new WebhookMessage(1, "msg_1", WebhookEventNames.PostFinished, at)
        {
            Post = new PostId(7), Subject = "Low <tide>", List = "readers", Status = PostStatus.Sent, PublishedAt = at, FinishedAt = at,
            Totals = new PostTotals(5, false, 3, 0, 1, 1, 0, 0), Because = "a reason", Email = "a@example.org", Reply = new SmtpReply(550, "5.1.1", "who?"),
        };
        Assert.Equal(
            """{"type":"post.finished","timestamp":"2026-01-06T09:00:00.005Z","data":{"post":{"id":"0000000000007","subject":"Low \u003Ctide\u003E","list":"readers","status":"sent","publishedAt":"2026-01-06T09:00:00.005Z","finishedAt":"2026-01-06T09:00:00.005Z"},"totals":{"audience":5,"accepted":3,"rejected":1,"skipped":1,"uncertain":0,"cancelled":0}}}""",
            Text(message));
        Assert.EndsWith(""" "because":"a reason"}}""".TrimStart(), Text(message with { Event = WebhookEventNames.PostPaused }));
        Assert.EndsWith(
            """ "email":"a@example.org","code":550,"enhanced":"5.1.1","reply":"who?"}}""".TrimStart(), Text(message with { Event = WebhookEventNames.DeliveryBounced }));
        Assert.Equal(
            """{"type":"subscriber.unsubscribed","timestamp":"2026-01-06T09:00:00.005Z","data":{"email":null,"list":"readers"}}""",
            Text(message with { Event = WebhookEventNames.SubscriberUnsubscribed, Email = null }));
        Assert.Equal(
            """{"type":"subscriber.confirmed","timestamp":"2026-01-06T09:00:00.005Z","data":{"email":"a@example.org","list":"readers"}}""",
            Text(message with { Event = WebhookEventNames.SubscriberConfirmed }));
        Assert.EndsWith("""{}}""", Text(message with { Event = WebhookEventNames.Test }));
    }

    private static string Text(WebhookMessage message) => Encoding.UTF8.GetString(WebhookPayload.Of(message));
}
