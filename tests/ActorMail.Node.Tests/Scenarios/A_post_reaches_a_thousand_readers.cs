using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_post_reaches_a_thousand_readers
{
    [Fact]
    public async Task Each_gets_one_mail_of_their_own_and_the_books_balance()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 1000);
        var id = await scenario.Api.PublishAsync(new
        {
            subject = "News for {{ subscriber.name }}",
            markdown = "Hello {{ subscriber.name }} in {{ subscriber.attributes.city }}",
        });

        var post = await scenario.Api.FinishedAsync(id, Scenario.Soon);
        Assert.Equal("sent", post.Status);
        Assert.Equal(new TotalsSeen(1000, 1000, 0, 0, 0, 0, 0, 0), post.Totals);
        scenario.Relay.AssertOneMailForEach(1000);
        Assert.Equal(1000, scenario.Relay.Taken.Select(line => line.MessageId).Distinct().Count());
        Assert.All(scenario.Relay.Server.Newest(1000), mail =>
        {
            var number = mail.Recipients[0].Split('-', '@')[1];
            Assert.Equal($"News for Reader {number}", mail.Subject);
            Assert.Contains($"Hello Reader {number} in City {number}", mail.Text);
            Assert.False(mail.Facts.BareLineEnd);
        });
    }
}
