using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Logs;

/// <summary>
/// Puts what ActorMail and its actors log into the ring: from Information up, where no address and no content is, and nothing of a
/// host's own categories.
/// </summary>
internal sealed class RingLoggerProvider(LogRing ring) : ILoggerProvider
{
    private static readonly string[] Own = ["ActorMail", "Akka"];

    public ILogger CreateLogger(string categoryName) =>
        new RingLogger(ring, categoryName, Own.Any(own => categoryName.StartsWith(own, StringComparison.Ordinal)));

    public void Dispose()
    {
        // It holds nothing of its own.
    }
}

internal sealed class RingLogger(LogRing ring, string category, bool kept) : ILogger
{
    private const int LongestText = 2000;
    private const int MostValues = 16;
    private const string Template = "{OriginalFormat}";

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => kept && logLevel is >= LogLevel.Information and < LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var message = Cut(formatter(state, exception));
        var values = ValuesOf(state);
        var fault = exception is null ? null : Cut($"{exception.GetType().Name}: {exception.Message}");
        ring.Add((no, at) => new LogLine(no, at, logLevel, category, eventId.Id, eventId.Name, message, values, fault));
    }

    private static Dictionary<string, string> ValuesOf<TState>(TState state)
    {
        Dictionary<string, string> values = [];
        if (state is not IEnumerable<KeyValuePair<string, object?>> named) return values;
        foreach (var (name, value) in named.Where(value => value.Key != Template).Take(MostValues))
            values[name] = Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        return values;
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
