using ActorMail.Posts;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Node.Tests.Embedded;

public sealed class Two_applications_in_one_process
{
    [Fact]
    public async Task Each_sends_from_an_actor_system_of_its_own_to_its_own_readers()
    {
        await using var harbour = await Application.StartAsync(mail => mail.SystemName("harbour").From("Harbour <h@example.org>"));
        await using var garden = await Application.StartAsync(mail => mail.SystemName("garden").From("Garden <g@example.org>"));
        Assert.Equal("harbour", harbour.Services.GetRequiredService<ActorSystem>().Name);
        Assert.Equal("garden", garden.Services.GetRequiredService<ActorSystem>().Name);
        await harbour.AddReadersAsync("ann@example.org", "ben@example.org");
        await garden.AddReadersAsync("cleo@example.org");

        var both = await Task.WhenAll(
            harbour.SentAsync(new NewPost { Subject = "Low tide", Markdown = "# Low" }),
            garden.SentAsync(new NewPost { Subject = "First beans", Markdown = "# Beans" }));

        Assert.Equal([2, 1], both.Select(view => view.Totals.Accepted));
        Assert.Equal(
            ["ann@example.org Low tide", "ben@example.org Low tide"],
            harbour.Inbox.Newest(10).Select(mail => $"{mail.Recipients[0]} {mail.Subject}").Order());
        Assert.Equal(["cleo@example.org First beans"], garden.Inbox.Newest(10).Select(mail => $"{mail.Recipients[0]} {mail.Subject}"));
    }

    [Fact]
    public async Task One_that_ends_leaves_the_other_at_work()
    {
        await using var stays = await Application.StartAsync();
        await stays.AddReadersAsync("ann@example.org");
        await using (var goes = await Application.StartAsync()) await goes.StopAsync();
        Assert.Equal(1, (await stays.SentAsync(new NewPost { Subject = "Still here", Markdown = "m" })).Totals.Accepted);
    }
}
