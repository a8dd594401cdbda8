using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Logs;

/// <summary>The newest lines, a fixed number of them; whoever reads on waits for the next one.</summary>
internal sealed class LogRing(TimeProvider time)
{
    public const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly LogLine?[] _lines = new LogLine?[Kept];
    private TaskCompletionSource _news = New();
    private long _last;

    /// <param name="make">Makes the line with the number and the time it gets.</param>
    public void Add(Func<long, DateTimeOffset, LogLine> make)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            var line = make(++_last, time.GetUtcNow());
            _lines[line.No % Kept] = line;
            (told, _news) = (_news, New());
        }

        told.SetResult();
    }

    /// <summary>
    /// Lines after a number, the oldest first, at least of this level; without a number the newest. <c>Last</c> is the newest number
    /// there is, so that lines of a lesser level are not looked at again.
    /// </summary>
    public (IReadOnlyList<LogLine> Lines, long Last, Task News) Read(long? after, LogLevel least, int most)
    {
        lock (_gate)
        {
            // A number from before a restart of the node is ahead of ours: begin anew.
            var from = after is { } number && number <= _last ? Math.Max(number, _last - Kept) : Math.Max(0, _last - Kept);
            List<LogLine> found = [];
            for (var no = from + 1; no <= _last; no++)
                if (_lines[no % Kept] is { } line && line.Level >= least) found.Add(line);
            if (found.Count <= most) return (found, _last, _news.Task);
            if (after is null) return (found[^most..], _last, _news.Task);
            return (found[..most], found[most - 1].No, _news.Task);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
