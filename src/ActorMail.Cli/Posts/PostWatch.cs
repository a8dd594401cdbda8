using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Posts;

/// <summary>Follows a post by its events until it is finished, over broken connections and restarts of the node.</summary>
internal static class PostWatch
{
    /// <summary>A post can rest for hours until a retry; asking anew once a minute tells a quiet node from a dead link.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    /// <summary>A connection that held so long was a good one: the count of failures starts again.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(10);

    private static readonly double[] WaitSeconds = [0.5, 1, 2, 4, 8, 15, 15, 15];

    /// <summary>Shows the progress, prints the balance, and gives the exit code.</summary>
    public static async Task<int> RunAsync(Call call, string id, CancellationToken cancel)
    {
        var post = await ProgressDisplay.ShowAsync(call.Shell, async show =>
        {
            PostView? last = null;
            await foreach (var (raw, now) in FollowAsync(call, id, cancel))
            {
                if (call.Json) call.Shell.PrintLine(raw);
                call.Shell.Flush();
                show(new ProgressStep(PostText.Progress(now), now.Totals.Decided, Math.Max(1, now.Totals.Audience)));
                last = now;
            }

            return last!;
        });
        call.Tell(PostText.Balance(post.Totals));
        if (!post.Balanced) throw CommandEnded.Failed("the books do not balance; explain shows what became of a reader");
        if (post.Status == "sent") return ExitCode.Done;
        call.Shell.Say("the post was cancelled");
        return ExitCode.Refused;
    }

    /// <summary>Each view of the post, the last one finished.</summary>
    private static async IAsyncEnumerable<(byte[] Raw, PostView Post)> FollowAsync(
        Call call, string id, [EnumeratorCancellation] CancellationToken cancel)
    {
        var failures = 0;
        var reached = false;
        while (true)
        {
            var began = call.Shell.Time.GetTimestamp();
            CommandEnded? broken = null;
            await using (var events = EventsAsync(call, id, () => reached = true, cancel).GetAsyncEnumerator(cancel))
            {
                while (true)
                {
                    try
                    {
                        if (!await events.MoveNextAsync()) break;
                    }
                    catch (CommandEnded ended) when (ended.MayPass && reached)
                    {
                        broken = ended;
                        break;
                    }

                    yield return events.Current;
                    if (events.Current.Post.IsFinished) yield break;
                }
            }

            if (call.Shell.Time.GetElapsedTime(began) >= Steady) failures = 0;
            if (failures == WaitSeconds.Length)
                throw broken ?? CommandEnded.Failed("the node ends the events before the post is finished");
            await Task.Delay(TimeSpan.FromSeconds(WaitSeconds[failures++]), call.Shell.Time, cancel);
        }
    }

    private static async IAsyncEnumerable<(byte[] Raw, PostView Post)> EventsAsync(
        Call call, string id, Action opened, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = NodeRequest.Get(NodePath.Of($"api/posts/{id}/events")) with
        {
            Accept = "text/event-stream",
            Patience = Quiet,
        };
        await using var answer = await call.Node.OpenAsync(request, cancel);
        if (answer.ContentType?.MediaType != request.Accept) throw call.Node.NotUnderstood();
        opened();
        await foreach (var item in SseParser.Create(answer).EnumerateAsync(cancel))
        {
            if (item.EventType == "end") yield break;
            if (item.EventType == "progress") yield return Understand(call.Node, item.Data);
        }
    }

    private static (byte[] Raw, PostView Post) Understand(NodeClient node, string data)
    {
        try
        {
            return (Encoding.UTF8.GetBytes(data),
                JsonSerializer.Deserialize(data, NodeJson.Default.PostView) ?? throw node.NotUnderstood());
        }
        catch (JsonException)
        {
            throw node.NotUnderstood();
        }
    }
}
