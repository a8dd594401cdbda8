using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Triggers;

[Collection(TriggerGround.Name)]
public sealed class A_file_in_the_spool_is_a_post(TriggerGround ground)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_lies_in_done_with_the_posts_id(bool killed)
    {
        var (subject, name) = ($"Low water, killed {killed}", $"low-water-{killed}");
        ground.Write(subject);
        var snippet = TriggersPage.Snippet("spool", ("low-water", name)).Replace("$SPOOL", ground.Spool);
        var id = await ground.GoesOutAsync(subject, killed, () => ground.ShellAsync(snippet));
        await EndsAsync("done", $"{name}.md");
        Assert.Contains(id, Reason("done", $"{name}.md"));
        Assert.False(File.Exists(Path.Combine(ground.Spool, $"{name}.md")));
    }

    /// <summary>What a kill between the publish and the rename leaves behind.</summary>
    [Fact]
    public async Task Left_among_the_taken_it_is_not_published_again()
    {
        const string subject = "Left among the taken";
        Put("left.md", $"---\nsubject: {subject}\n---\nHi");
        await EndsAsync("done", "left.md");
        // Sent before the kill, which would leave a message on the wire in doubt, and have it sent again.
        await ground.Api.FinishedAsync(Assert.Single(await ground.PostsAsync(subject)).Id, Scenario.Soon);
        File.Move(At("done", "left.md"), At("taken", "left.md"));
        await ground.KillAndRestartAsync();
        await EndsAsync("done", "left.md");

        var post = Assert.Single(await ground.PostsAsync(subject));
        Assert.Contains($"published before as {post.Id}", Reason("done", "left.md"));
        await ground.Api.FinishedAsync(post.Id, Scenario.Soon);
        Assert.Equal(TriggerGround.Readers, ground.Mails(subject).Count);
    }

    [Theory]
    [InlineData("no-subject.md", "Hi", "subject:")]
    [InlineData("no-list.md", "---\nsubject: To nobody\nlist: nobody\n---\nHi", "list: there is no list named 'nobody'")]
    [InlineData("open-head.md", "---\nsubject: Open\nHi", "line 1: the front matter has no closing line ---")]
    [InlineData("no-time.md", "---\nsubject: When\nat: soon\n---\nHi", "line 3: at: 'soon' is not a time")]
    public async Task What_is_refused_lies_in_failed_with_the_reason(string name, string text, string reason)
    {
        Put(name, text);
        await EndsAsync("failed", name);
        Assert.Contains(reason, Reason("failed", name));
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        var secret = Path.Combine(Path.GetDirectoryName(ground.Spool)!, "secret.txt");
        File.WriteAllText(secret, "---\nsubject: Secret\n---\nA password");
        File.CreateSymbolicLink(Path.Combine(ground.Spool, "link.md"), secret);
        await EndsAsync("failed", "link.md");
        Assert.Contains("the file is a link", Reason("failed", "link.md"));
        Assert.Empty(await ground.PostsAsync("Secret"));
    }

    [Fact]
    public async Task A_file_that_is_still_written_to_is_waited_for()
    {
        const string subject = "Written slowly";
        await using (var file = new StreamWriter(Path.Combine(ground.Spool, "slow.md")) { AutoFlush = true })
        {
            await file.WriteAsync($"---\nsubject: {subject}\n---\nThe first line");
            for (var line = 0; line < 8; line++)
            {
                // As a slow program writes; each pause is shorter than the second after which a file is taken.
                await Task.Delay(250);
                await file.WriteAsync($" and {line}");
            }
        }

        await EndsAsync("done", "slow.md");
        await ground.Api.FinishedAsync(Assert.Single(await ground.PostsAsync(subject)).Id, Scenario.Soon);
        Assert.Contains("and 7", ground.Mails(subject)[0].Text);
    }

    private void Put(string name, string text)
    {
        var aside = Path.Combine(ground.Spool, $".{name}");
        File.WriteAllText(aside, text);
        File.Move(aside, Path.Combine(ground.Spool, name));
    }

    private Task EndsAsync(string folder, string name) => Eventually.TrueAsync(
        () => File.Exists(At(folder, name)), Scenario.Soon, () => string.Join(' ', Directory.EnumerateFileSystemEntries(
            ground.Spool, "*", SearchOption.AllDirectories)));

    private string Reason(string folder, string name) => File.ReadAllText(At(folder, name + ".txt"));

    private string At(string folder, string name) => Path.Combine(ground.Spool, folder, name);
}
