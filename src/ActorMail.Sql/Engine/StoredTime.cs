namespace ActorMail.Engine;

/// <summary>A moment as it is stored: unix milliseconds.</summary>
internal static class StoredTime
{
    public static long Stored(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? Stored(this DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
