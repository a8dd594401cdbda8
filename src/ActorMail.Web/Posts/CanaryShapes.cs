using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Posts;
using ActorMail.Web.Problems;

namespace ActorMail.Web.Posts;

/// <summary>The canary of a publish: the first readers are written to and watched before the rest.</summary>
internal sealed record CanaryRequest(
    [property: Description("Readers of one step.")] int Size,
    [property: Description("How long a step is watched, once each of its readers has an outcome. Default 600.")] double? WatchSeconds = null,
    [property: Description("When more than this part was told 'later', one more step of the same size follows. Default 0.2.")] double? MaxDeferred = null,
    [property: Description("When more than this part was refused, the post is paused. Default 0.05.")] double? MaxRejected = null)
{
    public Canary ToCanary() => new(
        Size,
        WatchSeconds is { } seconds ? Seconds(seconds) : Canary.DefaultWatch,
        MaxDeferred ?? Canary.DefaultMaxDeferred,
        MaxRejected ?? Canary.DefaultMaxRejected);

    // What is out of range is the engine's to refuse; TimeSpan cannot hold all that JSON can.
    private static TimeSpan Seconds(double seconds) =>
        Math.Abs(seconds) <= Canary.LongestWatch.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MinValue;
}

/// <summary>A post's canary as it stands.</summary>
internal sealed record CanaryJson(
    int Size,
    double WatchSeconds,
    double MaxDeferred,
    double MaxRejected,
    [property: Description("So many readers may be written to now; left out once all may.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Released,
    [property: Description("Until when this step is watched; left out while its readers are written to.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? WatchedUntil)
{
    public static CanaryJson? Of(Post post) => post.Canary is not { } canary ? null : new CanaryJson(
        canary.Size, canary.Watch.TotalSeconds, canary.MaxDeferred, canary.MaxRejected, post.Released, post.WatchedUntil);
}

/// <summary>Priorities as words of a request.</summary>
internal static class PriorityWords
{
    public static PostPriority Read(string? text, FieldFaults faults)
    {
        if (text is null) return PostPriority.Normal;
        foreach (var known in Enum.GetValues<PostPriority>())
        {
            if (string.Equals(known.ToString(), text, StringComparison.OrdinalIgnoreCase)) return known;
        }

        faults.Add("priority", $"'{text}' is none of low, normal, high");
        return PostPriority.Normal;
    }
}
