using ActorMail.Delivery;
using ActorMail.Node.Tests.Rig;
using ActorMail.Posts;
using ActorMail.Subscribers;
using Microsoft.AspNetCore.Builder;

namespace ActorMail.Node.Tests.Embedded;

public sealed class Subscribers_are_kept_from_code
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    [Fact]
    public async Task They_are_added_found_changed_listed_and_removed()
    {
        await using var app = await Application.StartAsync();
        var readers = app.Mail.Subscribers;
        var ann = EmailAddress.Parse("Ann@example.org");

        var added = Assert.IsType<SubscriberAnswer.Stored>(await readers.AddAsync(ann, new SubscriberChange(" Ann ")));
        Assert.True(added.Added);
        Assert.Equal("Ann", added.Subscriber.Name);
        Assert.Equal([ListName.Default], added.Subscriber.Lists);
        Assert.False(Assert.IsType<SubscriberAnswer.Stored>(await readers.AddAsync(ann)).Added);

        await readers.ChangeAsync(ann, new SubscriberChange(
            JoinLists: ["Harbour"], Attributes: new Dictionary<string, string> { ["City"] = "Kiel" }));
        Assert.Equal([ann], await readers.ListAsync("HARBOUR").Select(reader => reader.Email).ToListAsync());
        await readers.ChangeAsync(ann, new SubscriberChange(State: SubscriberState.Unsubscribed));
        var found = await readers.FindAsync(EmailAddress.Parse("ann@EXAMPLE.org"));
        Assert.Equal((SubscriberState.Unsubscribed, "Kiel"), (found!.State, found.Attributes["city"]));
        Assert.Empty(await readers.ListAsync(state: SubscriberState.Active).ToListAsync());

        Assert.True(await readers.RemoveAsync(ann));
        Assert.False(await readers.RemoveAsync(ann));
        Assert.Null(await readers.FindAsync(ann));
        Assert.IsType<SubscriberAnswer.NotFound>(await readers.ChangeAsync(ann, new SubscriberChange("x")));
    }

    [Fact]
    public async Task They_are_asked_to_confirm_below_the_doors_prefix()
    {
        await using var app = await Application.StartAsync(
            mail => mail.PublicUrl("https://blog.example.org"), map: app => app.MapActorMail(door => door.Prefix = "/mail"));
        var ann = EmailAddress.Parse("ann@example.org");
        Assert.Equal(["lists"], (await app.Mail.Subscribers.SignUpAsync(ann, ["no list!"])).Select(fault => fault.Field));

        Assert.Empty(await app.Mail.Subscribers.SignUpAsync(ann, ["harbour"]));
        await app.Inbox.WaitForAsync(1, TimeSpan.FromSeconds(20));
        Assert.Null(await app.Mail.Subscribers.FindAsync(ann));
        var link = new Uri(ConfirmLink.In(Assert.Single(app.Inbox.Newest(10)).Text));
        Assert.StartsWith("https://blog.example.org/mail/c/", link.ToString(), StringComparison.Ordinal);
        await app.Client.PostAsync(link.AbsolutePath, new FormUrlEncodedContent([new("name", "Ann")]));
        var found = await app.Mail.Subscribers.FindAsync(ann);
        Assert.Equal(("Ann", "harbour"), (found!.Name, Assert.Single(found.Lists)));
    }

    [Fact]
    public async Task The_confirmation_mail_has_the_applications_own_words()
    {
        await using var app = await Application.StartAsync(mail => mail.ConfirmationLetter("Join {{ list.name }}?", "[Yes]({{ confirm_url }})"));
        await app.Mail.Subscribers.SignUpAsync(EmailAddress.Parse("ann@example.org"), ["harbour"]);
        await app.Inbox.WaitForAsync(1, TimeSpan.FromSeconds(20));
        Assert.Equal("Join harbour?", Assert.Single(app.Inbox.Newest(10)).Subject);
    }

    [Fact]
    public async Task What_cannot_be_kept_is_named_and_changes_nothing()
    {
        await using var app = await Application.StartAsync();
        var email = EmailAddress.Parse("ann@example.org");
        var answer = await app.Mail.Subscribers.AddAsync(email, new SubscriberChange(
            "a\nb", new Dictionary<string, string> { [""] = "x" }, JoinLists: ["no list!"]));
        Assert.Equal(["name", "attributes", "lists"], Assert.IsType<SubscriberAnswer.Invalid>(answer).Faults.Select(fault => fault.Field));
        Assert.Null(await app.Mail.Subscribers.FindAsync(email));
    }

    [Fact]
    public async Task A_stream_of_them_is_imported_and_told_step_by_step()
    {
        await using var app = await Application.StartAsync();
        var told = new List<long>();
        var sums = await app.Mail.Subscribers.ImportAsync(Rows(1200), new Told(told));
        Assert.Equal((1199, 0, 1), (sums.Imported, sums.Updated, sums.Refused));
        Assert.Equal(3, Assert.Single(sums.Refusals).Row);
        Assert.Equal([499L, 999, 1199], told);
        Assert.Equal(1199, await app.Mail.Subscribers.ListAsync("harbour").CountAsync());
        Assert.Equal(1199, (await app.Mail.Subscribers.ImportAsync(Rows(1200))).Updated);
    }

    [Fact]
    public async Task A_posts_whole_life_is_steered_from_code()
    {
        await using var app = await Application.StartAsync();
        await app.AddReadersAsync("ann@example.org", "ben@example.org");
        var mail = app.Mail;
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        var post = (await mail.PublishAsync(new NewPost { Subject = "Soon", Markdown = "m", PublishAt = later })).OrThrow();
        Assert.Equal(PostStatus.Scheduled, post.Status);
        (await mail.PublishAsync(post.Id)).OrThrow();
        var last = await mail.WatchAsync(post.Id).LastAsync();
        Assert.Equal((PostStatus.Sent, 2L, true), (last.Post.Status, last.Totals.Accepted, last.Totals.Balanced));

        var told = await mail.ExplainAsync(post.Id, EmailAddress.Parse("ann@example.org"));
        Assert.Equal(OutcomeName.Accepted, told!.Outcome);
        Assert.Contains(told.Steps, step => step.Reply?.Code == 250);
        Assert.Null(await mail.ExplainAsync(post.Id, EmailAddress.Parse("nobody@example.org")));
        Assert.Equal([post.Id], (await mail.ListAsync()).Select(listed => listed.Id));
        Assert.Empty(await mail.ListAsync(before: post.Id));

        var refused = await mail.CancelAsync(post.Id);
        Assert.Contains("sent", Assert.Throws<PostRefusedException>(refused.OrThrow).Message);
        var invalid = await mail.PublishAsync(new NewPost { Subject = "" , Markdown = "m" });
        Assert.Contains("subject", Assert.Throws<PostRefusedException>(invalid.OrThrow).Message);
    }

    private static async IAsyncEnumerable<ImportRow> Rows(int count)
    {
        for (var at = 1; at <= count; at++)
            yield return new ImportRow(EmailAddress.Parse($"r{at}@example.org"), null, at == 3 ? "no list!" : "harbour", null, None);
        await Task.CompletedTask;
    }

    private sealed class Told(List<long> told) : IProgress<ImportSummary>
    {
        public void Report(ImportSummary value) => told.Add(value.Imported);
    }
}
