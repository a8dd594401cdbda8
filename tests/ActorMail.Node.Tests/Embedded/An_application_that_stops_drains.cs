using ActorMail.Posts;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Node.Tests.Embedded;

public sealed class An_application_that_stops_drains
{
    [Fact]
    public async Task An_open_message_ends_and_nothing_new_starts()
    {
        await using var app = await Application.StartAsync(mail => mail.UseDevInbox(new() { DotDelay = TimeSpan.FromMilliseconds(500) }));
        await app.AddReadersAsync([.. Enumerable.Range(1, 200).Select(n => $"r{n}@example.org")]);
        var inbox = app.Inbox;
        var post = (await app.Mail.PublishAsync(new NewPost { Subject = "Many", Markdown = "m" })).OrThrow();
        await inbox.WaitForAsync(1, TimeSpan.FromSeconds(30));
        var log = app.Services.GetRequiredService<Delivery.IDeliveryLog>();

        await app.StopAsync();

        // What the relay took is what the books say it took: nothing was cut off.
        var books = await log.ProgressAsync(post.Id, default);
        Assert.InRange(inbox.Received, 1, 199);
        Assert.Equal((inbox.Received, 0L, 0), (books.Totals.Accepted, books.Totals.Uncertain, books.InFlight));
        await Eventually.TrueAsync(() => inbox.Open == 0, "the sessions closed");
    }
}
