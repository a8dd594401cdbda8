using ActorMail.Cluster;
using ActorMail.Posts;
using ActorMail.Testing;

namespace ActorMail.Adapters.Tests.Cluster;

public sealed class LivingTests : ClusterTestBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(18);

    [Fact]
    public async Task A_post_is_sent_by_all_nodes_and_paused_by_any()
    {
        await AddReadersAsync(400);
        var nodes = await StartManyAsync(3);
        foreach (var node in nodes)
            node.Relay.Answer = async (_, cancel) =>
            {
                await Task.Delay(20, cancel);
                return ScriptedRelay.Accepted;
            };

        var id = await PublishAsync(nodes[0], "words");
        // Nobody polls in these tests: only the hint can have told the others.
        await Eventually.TrueAsync(() => nodes.All(node => node.Relay.Began.Count > 0), "sent by all three", Patience);
        var paused = Assert.IsType<PostAnswer.Done>(await nodes[1].Mail.PauseAsync(id));
        Assert.Equal(PostStatus.Paused, paused.Post.Status);
        var begun = nodes.Sum(node => node.Relay.Began.Count);

        Assert.IsType<PostAnswer.Done>(await nodes[2].Mail.ResumeAsync(id));
        var sent = await SentAsync(nodes[2], id);
        Assert.InRange(begun, 3, 399);
        Assert.True(sent.Totals.Balanced);
        Assert.Equal(400, nodes.SelectMany(node => node.Relay.Began).Select(began => began.Email).Distinct().Count());
        Assert.Equal(400, nodes.Sum(node => node.Relay.Began.Count));
    }

    [Fact]
    public async Task A_post_of_full_length_crosses_nodes()
    {
        await AddReadersAsync(1);
        var nodes = await StartManyAsync(2);
        // Some of these posts live on the other node; each character takes six bytes on the way.
        var body = new string('\u0416', 512 * 1024);
        foreach (var node in nodes)
        {
            for (var n = 0; n < 4; n++)
            {
                var answer = await node.Mail.PublishAsync(new NewPost { Subject = "long", Markdown = body, Text = body, Draft = true });
                Assert.Equal(body, Assert.IsType<PostAnswer.Stored>(answer).Post.Content.Markdown);
            }
        }
    }

    [Fact]
    public async Task A_node_without_posts_and_one_without_mailers_work_together()
    {
        await AddReadersAsync(20);
        var web = await StartAsync([ClusterSettings.Web]);
        await web.UpAsync();
        var mailer = await StartAsync([ClusterSettings.Mailer]);
        await mailer.UpAsync(2);

        var id = await PublishAsync(mailer, "words");
        await SentAsync(web, id);
        Assert.Empty(web.Relay.Began);
        Assert.Equal(20, mailer.Relay.Began.Count);
        Assert.Null((await web.Mailers.LookAsync(CancellationToken.None)).StoreFault);
    }

    [Fact]
    public async Task The_keeper_goes_on_after_its_node_died()
    {
        await AddReadersAsync(20);
        var first = await StartAsync();
        await first.UpAsync();
        var second = await StartAsync();
        await second.UpAsync(2);

        var due = TimeProvider.System.GetUtcNow().AddSeconds(2);
        var answer = await first.Mail.PublishAsync(new NewPost { Subject = "due", Markdown = "words", PublishAt = due });
        var id = Assert.IsType<PostAnswer.Stored>(answer).Post.Id;
        await first.CrashAsync();

        await SentAsync(second, id);
        Assert.Equal(20, second.Relay.Began.Count);
        await second.UpAsync(1);
    }

    private static async Task<PostId> PublishAsync(ClusterNode node, string markdown)
    {
        var answer = await node.Mail.PublishAsync(new NewPost { Subject = "a subject", Markdown = markdown });
        return Assert.IsType<PostAnswer.Stored>(answer).Post.Id;
    }

    private static async Task<PostView> SentAsync(ClusterNode node, PostId id) => await Eventually.BecomesAsync(
        async () => (await node.Mail.ReadAsync(id))!, view => view.Post.Status == PostStatus.Sent, "sent", Patience);
}
