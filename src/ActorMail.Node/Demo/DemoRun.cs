using System.Runtime.CompilerServices;
using ActorMail.Node.Start;
using Spectre.Console;

namespace ActorMail.Node.Demo;

/// <summary>Shows a whole run: a thousand readers, one post, the balance, and where to read the mails.</summary>
internal sealed class DemoRun(HttpClient http, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private readonly Door _door = new(http);

    /// <summary>
    /// Runs it against the node of this process; true when the books balance and everybody was reached.
    /// </summary>
    public static async Task<bool> RunAsync(NodeConfiguration node, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = node.Door, Timeout = TimeSpan.FromMinutes(2) };
        var key = node.Options.ApiKeys.FirstOrDefault(
            key => key.Role.Equals("admin", StringComparison.OrdinalIgnoreCase));
        if (key is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", key.Key);
        return await new DemoRun(http, AnsiConsole.Console, TimeProvider.System).RunAsync(cancel);
    }

    private async Task<bool> RunAsync(CancellationToken cancel)
    {
        var letter = FrontMatter.Parse(await File.ReadAllTextAsync(Path.Combine(DemoPages.Folder, "welcome.md"), cancel));
        var list = letter.Fields.GetValueOrDefault("list", "demo");
        var subject = letter.Fields.GetValueOrDefault("subject", "Welcome");

        var import = await _door.ImportAsync(Path.Combine(DemoPages.Folder, "subscribers.csv"), list, cancel);
        console.WriteLine($"{import.Imported:N0} sample readers imported into the list '{list}', "
            + $"{import.Updated:N0} were there already");
        var before = time.GetTimestamp();
        var post = await _door.PublishAsync(list, subject, letter.Body, $"{http.BaseAddress}{DemoPages.Path}", cancel);
        var answered = time.GetElapsedTime(before).TotalMilliseconds;
        console.WriteLine($"Post {post.Id} stored and answered in {answered:N0} ms; its mails go out now");

        before = time.GetTimestamp();
        var last = await DemoProgress.ShowAsync(console, WatchAsync(post.Id, cancel));
        DemoBalance.Print(console, last, time.GetElapsedTime(before));
        console.WriteLine($"Read the mails:  {http.BaseAddress}inbox");
        console.WriteLine($"See the post:    {http.BaseAddress}api/posts/{post.Id}");
        return last.Totals.Balanced && last.Totals.Accepted > 0;
    }

    private async IAsyncEnumerable<Progress> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            var progress = await _door.ReadAsync(id, cancel);
            yield return progress;
            if (progress.Finished) yield break;
            await Task.Delay(Glance, time, cancel);
        }
    }
}
