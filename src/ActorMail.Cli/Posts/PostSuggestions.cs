using System.CommandLine.Completions;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Posts;

/// <summary>Ids of the newest posts, for a shell that completes; a node that does not answer soon offers none.</summary>
internal static class PostSuggestions
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    public static IEnumerable<CompletionItem> Of(CompletionContext context)
    {
        if (context.ParseResult.RootCommandResult.Command is not ActorMailCommand root) return [];
        try
        {
            using var call = root.Open(context.ParseResult);
            using var limit = new CancellationTokenSource(Within);
            var page = Task.Run(() => call.Node.AskAsync(
                NodeRequest.Get("api/posts?limit=20"), NodeJson.Default.PostPage, limit.Token)).GetAwaiter().GetResult().Value;
            return [.. page.Posts.Select(post => new CompletionItem(post.Id, documentation: post.Subject))];
        }
        catch (Exception silent) when (silent is CommandEnded or OperationCanceledException)
        {
            return [];
        }
    }
}
