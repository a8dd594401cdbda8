using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>How a state is written down, one fact a line, so that two states differ readably.</summary>
internal static class SpecLines
{
    public static string Name(SliceLease lease) => $"{Name(lease.Key.Post, lease.Key.No)}@{lease.Epoch}";

    public static string Post(long post, PostStatus status, int revision, bool cut, int cutReaders) =>
        $"post {post}: {status}, revision {revision}, {cutReaders} readers cut{(cut ? ", all" : "")}";

    public static string Slice(long post, int no, SliceKind kind, int audience, long? holder, int epoch, bool live, bool done) =>
        $"slice {post}/{no}: {kind} of {audience}, holder {holder?.ToString() ?? "none"}, epoch {epoch}, "
        + (done ? "done" : live ? "open, leased" : "open, free");

    public static string Delivery(long post, long reader, OutcomeName outcome, int attempts, bool waits, bool due, int? claim) =>
        $"delivery {post} to {reader}: {outcome} after {attempts}" + (waits ? due ? ", due" : ", later" : "")
        + (claim is null ? "" : $", in slice {claim}");

    public static string Late(long post, long reader, int attempt) => $"late: {post} to {reader}, attempt {attempt}";

    private static string Name(PostId post, int no) => $"{post.Value}/{no}";
}
