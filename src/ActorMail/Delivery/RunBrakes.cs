using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>
/// What the ends of messages say about a whole run (DELIVERY.md section 3, rows 9-12, 15, 24-26, 32, 34), as far as this node sent
/// it. One pause is asked for once: a resumed run is counted anew.
/// </summary>
internal sealed class RunBrakes
{
    private const int Remembered = 64;
    private readonly Dictionary<PostId, RunRecord> _runs = [];

    /// <summary>A provider is or was closed to a run.</summary>
    public bool HasClosed { get; private set; }

    /// <summary>What is to be done about the run or the provider; null when nothing is.</summary>
    public RunNews? Ended(PostId post, string provider, SendResult result, DateTimeOffset now)
    {
        if (!_runs.TryGetValue(post, out var run))
        {
            if (_runs.Count >= Remembered) _runs.Remove(_runs.Keys.First());
            _runs[post] = run = new RunRecord();
        }

        var news = run.Ended(provider, result, now);
        if (news is RunNews.CloseProvider) HasClosed = true;
        if (news is RunNews.Pause) _runs.Remove(post);
        return news;
    }

    /// <summary>The run was stopped: once it is resumed it is counted anew.</summary>
    public void Forget(PostId post) => _runs.Remove(post);

    /// <summary>The provider, when it is closed to the post or was and has taken nothing since; null when it is open.</summary>
    public ClosedProvider? Closed(PostId post, string provider) =>
        !HasClosed ? null : _runs.GetValueOrDefault(post)?.Closed(provider);
}

/// <summary>What a run's owner should hear.</summary>
internal abstract record RunNews
{
    private RunNews() { }

    /// <summary>Pause it: what went wrong and what to do about it.</summary>
    public sealed record Pause(string Because) : RunNews;

    /// <summary>Nothing of any post to this provider for so long.</summary>
    public sealed record HoldProvider(string Provider, TimeSpan For, string Because) : RunNews;

    /// <summary>Nothing more of this post to this provider.</summary>
    public sealed record CloseProvider(string Provider, string Because) : RunNews;
}
