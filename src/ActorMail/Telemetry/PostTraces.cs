using System.Diagnostics;
using ActorMail.Posts;

namespace ActorMail.Telemetry;

/// <summary>Remembers of the posts last heard of which trace they belong to. One that is forgotten is sent untraced.</summary>
internal sealed class PostTraces
{
    private const int Most = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<PostId, string> _traces = [];
    private readonly Queue<PostId> _order = [];

    public void Note(PostId post, string? trace)
    {
        if (trace is null) return;
        lock (_gate)
        {
            if (_traces.TryAdd(post, trace)) _order.Enqueue(post);
            else _traces[post] = trace;
            if (_order.Count > Most) _traces.Remove(_order.Dequeue());
        }
    }

    /// <summary>Null when there is none, or nobody listens.</summary>
    public string? Of(PostId post)
    {
        if (!MailTraces.Wanted) return null;
        lock (_gate) return _traces.GetValueOrDefault(post);
    }

    /// <summary>Where the trace goes on; nothing when the post has none.</summary>
    public ActivityContext? ContextOf(PostId post) =>
        Of(post) is { } trace && ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : null;
}
