using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>Deliveries decided since the last report, by post: for the pace shown, not for the books.</summary>
internal sealed class Tally
{
    private readonly Dictionary<PostId, int> _decided = [];

    public void Count(PostId post, SendResult result)
    {
        if (result is SendResult.Accepted or SendResult.Rejected)
            _decided[post] = _decided.GetValueOrDefault(post) + 1;
    }

    /// <summary>The counts, which then start anew.</summary>
    public IReadOnlyList<KeyValuePair<PostId, int>> Take()
    {
        KeyValuePair<PostId, int>[] taken = [.. _decided];
        _decided.Clear();
        return taken;
    }
}
