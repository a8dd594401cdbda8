using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Testing.Postgres;

namespace ActorMail.Node.Tests.Embedded;

public sealed class Two_applications_on_one_PostgreSQL_database
{
    [PostgresFact]
    public async Task They_share_the_work_each_reader_gets_one_mail_and_either_may_stop_it()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var left = await StartAsync("left");
        await using var right = await StartAsync("right");
        await left.Mail.Subscribers.ImportAsync(Readers(60));

        var sent = await left.SentAsync(new NewPost { Subject = "To all", Markdown = "m" });
        Assert.Equal((60, true), (sent.Totals.Accepted, sent.Totals.Balanced));
        var mails = left.Inbox.Newest(100).Concat(right.Inbox.Newest(100)).Select(mail => mail.Recipients[0]).ToList();
        Assert.Equal(60, mails.Count);
        Assert.Equal(60, mails.Distinct().Count());

        var draft = (await left.Mail.PublishAsync(new NewPost { Subject = "Later", Markdown = "m", Draft = true })).OrThrow();
        Assert.Equal(PostStatus.Cancelled, (await right.Mail.CancelAsync(draft.Id)).OrThrow().Status);
        Assert.IsType<PostAnswer.WrongState>(await left.Mail.PublishAsync(draft.Id));

        Task<Application> StartAsync(string name) => Application.StartAsync(mail => mail.UsePostgreSql(database).NodeName(name));
    }

    private static async IAsyncEnumerable<ImportRow> Readers(int count)
    {
        for (var at = 1; at <= count; at++)
            yield return new ImportRow(EmailAddress.Parse($"r{at}@example.org"), null, ListName.Default, null, new Dictionary<string, string>());
        await Task.CompletedTask;
    }
}
