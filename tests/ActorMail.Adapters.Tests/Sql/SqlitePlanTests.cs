using System.Text.RegularExpressions;
using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Posts;
using ActorMail.SignUps;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql;

/// <summary>No statement walks a table that grows with the readers, unless counting them is its purpose.</summary>
public sealed partial class SqlitePlanTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>These count a list or a post as a whole, beside the writers.</summary>
    private static readonly string[] Counting =
        ["select count(*) from memberships", "(select count(*) from memberships m", "select count(*) filter (where outcome = 0)"];

    [Fact]
    public async Task No_statement_walks_all_readers()
    {
        await using var database = await SqliteDatabase.OpenAsync(
            $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared", None);
        await UseEverythingAsync(database);

        var walks = await database.Engine.ReadAsync(session => session.Statements.ToList().SelectMany(sql => Walks(session, sql))
            .ToList(), None);

        Assert.True(walks.Count == 0, string.Join("\n\n", walks));
    }

    [Fact]
    public async Task The_next_post_to_compact_is_found_without_looking_at_all_that_were_sent()
    {
        await using var database = await SqliteDatabase.OpenAsync(
            $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared", None);
        await database.Retention.CompactNextAsync(Mailing.Start, None);

        var plan = await database.Engine.ReadAsync(session => session.Statements.ToList().Where(sql => sql.Contains("compacted_at", StringComparison.Ordinal))
            .SelectMany(sql => session.Query($"explain query plan {sql}", row => row.Text(3), new SqlValue[1])).ToList(), None);

        Assert.Contains("posts_to_compact", Assert.Single(plan), StringComparison.Ordinal);
    }

    private static async Task UseEverythingAsync(SqlDatabase database)
    {
        var stores = Stores.Of(database);
        var mailing = new Mailing(stores);
        await mailing.JoinAsync(20);
        await mailing.JoinAsync(5, list: "news");
        var me = await mailing.EnterAsync();
        var post = await mailing.PublishAsync();
        await stores.Subscribers.ChangeAsync(Mailing.Email(1), new SubscriberChange("A", LeaveLists: ["default"]), None);
        await mailing.JoinAsync(1);
        await stores.Subscribers.EraseAsync(Mailing.Email(2), None);
        await mailing.SendAsync(me, await mailing.LeaseAsync(post, me), n => n % 2 == 0 ? Mailing.DueAgain : Mailing.Rejected);
        await stores.Log.RequeueAsync(post.Id, [OutcomeName.Rejected], None);
        await mailing.SendAllAsync(post, await mailing.EnterAsync(), _ => Mailing.Accepted);
        await stores.Log.ExplainAsync(post.Id, Mailing.Email(3), None);
        await stores.Log.ListAsync(post.Id, OutcomeName.Accepted, null, 10, None);
        await stores.Log.ProgressAsync(post.Id, None);
        await stores.Ledger.PostsWithWorkAsync(None);
        await stores.Agenda.UnfinishedAsync(Mailing.Start, None);
        await stores.Posts.FindAsync("a key", None);
        await stores.Doubts.ResolveAsync(post.Id, Mailing.Email(3), Resolution.Resend, None);
        await stores.Posts.ListAsync(null, 10, None);
        await stores.Subscribers.ListAsync(new SubscriberFilter(), None);
        await stores.Subscribers.ListAsync(new SubscriberFilter(List: "news"), None);
        await stores.Subscriptions.FindAsync(post.ListId, new SubscriberId(3), 0, None);
        await UseSignUpsAsync(database);
        var stopped = await mailing.PublishAsync();
        var held = await mailing.LeaseAsync(stopped, me, size: 5);
        await mailing.RoundAsync(me, held, wishes: Mailing.Wishes(held, 1));
        await stores.Ledger.ReleaseAsync(me, [held.Lease], OnUncertain.Resend, None);
        await mailing.MoveAsync(stopped, PostStatus.Cancelled);
        await stores.Log.ProgressAsync(stopped.Id, None);
        await stores.Log.CloseAsync(stopped.Id, None);
        await mailing.ChangeAsync(post, stored => stored with { Status = PostStatus.Sent, FinishedAt = Mailing.Start });
        Assert.NotNull(await stores.Retention.CompactNextAsync(Mailing.Start.AddDays(1), None));
    }

    private static async Task UseSignUpsAsync(SqlDatabase database)
    {
        var me = Guid.NewGuid();
        foreach (var number in new[] { 3, 4, 99 })
            await database.SignUps.AskAsync(new SignUpWish(Mailing.Email(number), $"mark-{number}", $"box-{number}", ["brand-new"]), None);
        Assert.True(await database.SignUpMails.AnyDueAsync(None));
        var mail = (await database.SignUpMails.ClaimAsync(me, TimeSpan.FromMinutes(5), OnUncertain.Resend, None))!;
        await database.SignUpMails.EndAsync(mail, me, new SignUpMailEnd.Mailed("250"), None);
        await database.SignUps.ListAsync(null, 10, None);
        await database.SignUps.CountAsync(None);
        await database.SignUps.FindAsync(mail.Mark, mail.Round, None);
        await database.SignUps.ConfirmAsync(mail.Mark, mail.Round, "A", None);
        await database.Subscribers.EraseAsync(mail.Email, None);
        await database.SignUpMails.ClaimAsync(me, TimeSpan.FromMilliseconds(-1), OnUncertain.Hold, None);
        await database.SignUpMails.ClaimAsync(me, TimeSpan.FromMilliseconds(-1), OnUncertain.Hold, None);
        await database.SignUpMails.SweepAsync(TimeSpan.Zero, None);
    }

    private static IEnumerable<string> Walks(SqlSession session, string sql)
    {
        if (Counting.Any(sql.Contains) || sql is "begin" or "begin immediate" or "commit" or "rollback") return [];
        var names = Name().Matches(sql).Select(match => match.Value).Distinct().Count();
        return session.Query($"explain query plan {sql}", row => row.Text(3), new SqlValue[names])
            .Where(step => Walk().IsMatch(step)).Select(step => $"{step}\n{sql}");
    }

    [GeneratedRegex("@[a-z_]+")]
    private static partial Regex Name();

    /// <summary>A scan of such a table, or a search that knows no more than the list or the post.</summary>
    [GeneratedRegex(@"^SCAN sign_ups$|^SCAN (deliveries|memberships|subscribers|attempts|m|d|s|here)\b|USING .*(memberships_audience|memberships_present) \(list=\?\)|^SEARCH (deliveries|d) .*\(post=\?\)$")]
    private static partial Regex Walk();
}
