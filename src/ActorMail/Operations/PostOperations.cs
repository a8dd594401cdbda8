using System.Globalization;
using ActorMail.Posts;

namespace ActorMail.Operations;

/// <summary>Posts: posts, post, pause, resume, cancel.</summary>
internal sealed class PostOperations(IActorMail mail, IPostStore store)
{
    private const int ShownByDefault = 20;
    private const int ShownAtMost = 1000;
    private static readonly OperationArgument Limit = new("limit", 'n', $"at most so many; default {ShownByDefault}", Required: false);

    public IReadOnlyList<Operation> All =>
    [
        new("posts", "Lists the posts, the newest first.", Changes: false, [Limit], ListAsync),
        new("post", "Shows a post and how far it is.", Changes: false, [PostArgument.Id], ShowAsync),
        Command("pause", "Stops sending; once answered no new message starts.", mail.PauseAsync),
        Command("resume", "Goes on with a paused post.", mail.ResumeAsync),
        Command("cancel", "Stops for good; once answered no new message starts.", mail.CancelAsync),
    ];

    private static Operation Command(string name, string help, Func<PostId, CancellationToken, Task<PostAnswer>> command) => new(
        name, help, Changes: true, [PostArgument.Id],
        (values, cancel) => PostArgument.WithAsync(values, async id => Answer(await command(id, cancel))));

    private Task<OperationAnswer> ShowAsync(OperationValues values, CancellationToken cancel) => PostArgument.WithAsync(
        values,
        async id => await mail.ReadAsync(id, cancel) is { } view ? new OperationAnswer.Done(Lines(view)) : PostArgument.Nowhere(id));

    private async Task<OperationAnswer> ListAsync(OperationValues values, CancellationToken cancel)
    {
        var limit = ShownByDefault;
        if (values.Find(Limit.Name) is { } given
            && (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > ShownAtMost))
            return new OperationAnswer.Misused($"limit: '{given}' is no number from 1 to {ShownAtMost}");
        var rows = new List<string[]> { new[] { "ID", "STATUS", "PUBLISHED", "ACCEPTED", "SUBJECT" } };
        foreach (var post in await store.ListAsync(null, limit, cancel))
        {
            var totals = post.Totals ?? (post.PublishedAt is null ? null : (await mail.ReadAsync(post.Id, cancel))?.Totals);
            rows.Add([
                post.Id.ToString(), PostLines.Word(post.Status), PostLines.Moment(post.PublishedAt), PostLines.N(totals?.Accepted ?? 0),
                post.Content.Subject,
            ]);
        }

        return new OperationAnswer.Done(Columns.Of(rows));
    }

    private static IReadOnlyList<string> Lines(PostView view) =>
    [
        $"{view.Post.Id} {PostLines.Status(view.Post)}: {Columns.Clean(view.Post.Content.Subject)}",
        PostLines.Books(view.Totals),
        $"in flight {PostLines.N(view.InFlight)}, {view.RatePerSecond.ToString("N1", CultureInfo.InvariantCulture)} a second"
            + (view.NextRetryAt is { } next ? $", next retry {PostLines.Moment(next)}" : ""),
    ];

    private static OperationAnswer Answer(PostAnswer answer) => answer switch
    {
        PostAnswer.Done(var post, var inFlight, _) => new OperationAnswer.Done(
        [
            $"{post.Id} is {PostLines.Status(post)}",
            .. inFlight > 0 ? [$"{PostLines.N(inFlight)} had started and will end; nothing new starts"] : Array.Empty<string>(),
        ]),
        PostAnswer.NotFound(var id) => PostArgument.Nowhere(id),
        PostAnswer.WrongState(_, var status, var why) => new OperationAnswer.Refused($"the post is {PostLines.Word(status)}: {why}"),
        PostAnswer.Unavailable(var why, _) => new OperationAnswer.Refused(why),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "No answer to pause, resume or cancel."),
    };
}
