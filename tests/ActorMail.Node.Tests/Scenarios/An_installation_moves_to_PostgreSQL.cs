using ActorMail.Node.Start;
using ActorMail.Node.Tests.Cli;
using ActorMail.Node.Tests.Rig;
using ActorMail.Testing.Postgres;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>Real nodes and the real command: what was begun on SQLite ends on PostgreSQL, and nobody notices.</summary>
public sealed class An_installation_moves_to_PostgreSQL
{
    private const int Readers = 400;
    private const int Before = 100;

    [PostgresFact]
    public async Task A_half_sent_post_and_a_scheduled_one_reach_everybody_once_and_old_links_still_work()
    {
        await using var relay = await Recorder.StartAsync(TimeSpan.FromMilliseconds(20));
        using var old = NodeSetup.ToRelay(relay.Port);
        var (halfSent, scheduled) = await BeginOnSqliteAsync(old, relay);
        var served = relay.MailsByReader().Count;
        Assert.InRange(served, Before, Readers - 1);
        var letter = relay.Server.Newest(1)[0];

        var server = await PostgresServer.SharedAsync();
        using var setup = NodeSetup.ToRelay(relay.Port)
            .Set("Database:Provider", "postgresql")
            .Set("Database:ConnectionString", await server.CreateDatabaseAsync());
        await using (var taker = await NodeProcess.StartAsync(setup))
        {
            var file = Path.Combine(old.DataDirectory, "actormail.db");
            var typed = await Typed.RunAsync(setup.Url.ToString(), "", "migrate", "--from", "sqlite", file);
            Assert.True(typed.Exit == 0, typed.Error);
            Assert.Matches($"(?m)^subscribers +{Readers}$", typed.Out);
            Assert.Equal(NodeEnd.StartAgain, await taker.ExitCodeAsync(Scenario.Soon));
            Assert.Contains("start it again", Assert.Single(taker.Errors));
        }

        await using var node = await NodeProcess.StartAsync(setup);
        Assert.Equal("paused", (await node.Api.ReadAsync(halfSent)).Status);
        Assert.Equal("scheduled", (await node.Api.ReadAsync(scheduled)).Status);
        Assert.Equal(served, relay.MailsByReader().Count);

        var leaver = letter.Recipients[0];
        await UnsubscribeAsync(node, new Uri(UnsubscribeLink.In(letter.Raw)));
        await node.Api.CommandAsync(halfSent, "resume");
        var first = await node.Api.FinishedAsync(halfSent, Scenario.Soon);
        Assert.Equal(("sent", true, Readers), (first.Status, first.Totals.Balanced, first.Totals.Accepted));
        relay.AssertOneMailForEach(Readers);

        await node.Api.CommandAsync(scheduled, "publish");
        var second = await node.Api.FinishedAsync(scheduled, Scenario.Soon);
        Assert.Equal(("sent", Readers - 1), (second.Status, second.Totals.Accepted));
        Assert.All(relay.MailsByReader(), reader => Assert.Equal(reader.Key == leaver ? 1 : 2, reader.Count()));
    }

    /// <summary>Stops the node in the middle of a post, in good order: nobody is in doubt.</summary>
    private static async Task<(string HalfSent, string Scheduled)> BeginOnSqliteAsync(NodeSetup setup, Recorder relay)
    {
        await using var node = await NodeProcess.StartAsync(setup);
        await node.Api.ImportReadersAsync(Readers);
        var scheduled = await node.Api.PublishAsync(
            new { subject = "Later", markdown = "Hi", publishAt = Recorder.Now.AddHours(1) });
        var halfSent = await node.Api.PublishAsync();
        await relay.ReceivedAsync(Before);
        Assert.Equal(0, await node.TerminateAsync(Scenario.Soon));
        return (halfSent, scheduled);
    }

    /// <summary>The link was signed by the old node and names it; the new one would have its name.</summary>
    private static async Task UnsubscribeAsync(NodeProcess node, Uri link)
    {
        using var oneClick = UnsubscribeLink.OneClick();
        using var answer = await node.Api.Http.PostAsync(link.AbsolutePath, oneClick);
        Assert.True(answer.IsSuccessStatusCode, answer.ToString());
    }
}
