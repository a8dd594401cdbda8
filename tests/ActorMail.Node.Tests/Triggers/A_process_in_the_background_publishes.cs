using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Triggers;

[Collection(TriggerGround.Name)]
public sealed class A_process_in_the_background_publishes(TriggerGround ground)
{
    private const int AtOnce = 100;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_a_shell(bool killed)
    {
        var subject = $"By a shell, killed {killed}";
        ground.Write(subject);
        await ground.GoesOutAsync(subject, killed, () => ground.ShellAsync(TriggersPage.Snippet("shell")));
    }

    [PhpTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_PHP_with_more_than_a_pipe_holds(bool killed)
    {
        var subject = $"By popen, killed {killed}";
        ground.Write(subject, string.Concat(Enumerable.Repeat("The harbour is dry. ", 15_000)) + "The end.");
        await ground.GoesOutAsync(subject, killed, () => ground.PhpAsync(TriggersPage.Snippet("popen")));
        Assert.All(ground.Mails(subject), mail => Assert.EndsWith("The end.", mail.Text!.Split("\n\n")[0].Trim()));
    }

    /// <summary>Half of them from a shell and half from PHP, all running at the same time.</summary>
    [PhpFact]
    public async Task A_hundred_at_once()
    {
        const string subject = "One of a hundred";
        ground.Write(subject);
        var shell = ground.ShellAsync($"for n in {{1..{AtOnce / 2}}}; do {TriggersPage.Snippet("shell").Trim()} done; wait");
        var body = TriggersPage.Snippet("popen").Replace("<?php\n", "");
        var php = ground.PhpAsync($"<?php\nfor ($n = 0; $n < {AtOnce / 2}; $n++) {{\n{body}}}\n");
        Assert.All(await Task.WhenAll(shell, php), ended => Assert.True(ended.Exit == 0, ended.ToString()));

        await Eventually.TrueAsync(async () => (await ground.PostsAsync(subject)).Count == AtOnce, Scenario.Soon, () => "fewer posts");
        foreach (var post in await ground.PostsAsync(subject))
            Assert.Equal(TriggerGround.Readers, (await ground.Api.FinishedAsync(post.Id, Scenario.Soon)).Totals.Accepted);
        Assert.Equal(AtOnce * TriggerGround.Readers, ground.Mails(subject).Count);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(64 * 1024 + 1, 0)]
    [InlineData(1024 * 1024, 0)]
    [InlineData(1024 * 1024 + 1, 1)]
    public async Task Of_any_size_a_node_takes(int bytes, int exit)
    {
        var subject = $"Of {bytes} bytes";
        ground.Write(subject, new string('a', bytes - 1));
        var ended = await ground.ShellAsync("actormail publish - < post.md");
        Assert.True(ended.Exit == exit, ended.ToString());
        Assert.Equal(1 - exit, (await ground.PostsAsync(subject)).Count);
        if (exit == 0) await ground.Api.FinishedAsync(ended.Out.Trim(), Scenario.Soon);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Workers_with_one_key_make_one_post(bool killed)
    {
        var subject = $"By eight workers, killed {killed}";
        ground.Write(subject);
        await ground.GoesOutAsync(subject, killed, async () =>
        {
            var ended = await ground.ShellAsync(TriggersPage.Snippet("several", ("job-4711", $"job-{killed}")));
            var ids = ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(8, ids.Length);
            Assert.Single(ids.Distinct());
        });
    }

    [Fact]
    public async Task At_a_time()
    {
        const string subject = "At a time";
        ground.Write(subject);
        var at = Recorder.Now.AddSeconds(3);
        var ended = await ground.ShellAsync(TriggersPage.Snippet("at", ("2026-12-24 18:00", at.ToString("yyyy-MM-ddTHH:mm:sszzz"))));
        Assert.Contains("scheduled", ended.Error);
        await ground.KillAndRestartAsync();
        var sent = await ground.Api.FinishedAsync(ended.Out.Trim(), Scenario.Soon);
        Assert.True(sent.PublishedAt >= at.AddSeconds(-1), sent.ToString());
        Assert.Equal(TriggerGround.Readers, ground.Mails(subject).Count);
    }
}
