using System.Runtime.InteropServices;
using ActorMail.Options;
using ActorMail.Relays;
using Microsoft.Extensions.Primitives;

namespace ActorMail.Node.Start;

/// <summary>
/// Puts changed relays and providers' limits in force without a restart: when a configuration file changes, and on SIGHUP. A
/// configuration with faults changes nothing and every fault is named.
/// </summary>
internal sealed partial class RelayReload(
    IConfiguration configuration, ActorMailOptions start, RelayRoster roster, ILogger<RelayReload> log) : IHostedService, IDisposable
{
    /// <summary>An editor writes a file in several steps, each of which is told.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(300);

    /// <summary>What is read once, at the start, is compared with what stood there then.</summary>
    private readonly Dictionary<string, string?> _atStart = Pairs(configuration);
    private readonly List<IDisposable> _watches = [];
    private readonly Lock _gate = new();
    private Timer? _settle;

    public Task StartAsync(CancellationToken cancel)
    {
        _settle = new Timer(_ => Read());
        foreach (var file in (configuration as IConfigurationRoot)?.Providers.OfType<FileConfigurationProvider>() ?? [])
            file.Source.OnLoadException = broken => LogBroken(log, broken.Provider.Source.Path, broken.Exception.InnerException?.Message ?? broken.Exception.Message);
        _watches.Add(ChangeToken.OnChange(configuration.GetReloadToken, () => _settle.Change(Settled, Timeout.InfiniteTimeSpan)));
        _watches.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Reload();
        }));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancel)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _watches.ForEach(watch => watch.Dispose());
        _watches.Clear();
        _settle?.Dispose();
    }

    private void Reload()
    {
        try
        {
            (configuration as IConfigurationRoot)?.Reload();
        }
        catch (InvalidDataException)
        {
            // Told by the file that cannot be read.
        }
    }

    private void Read()
    {
        lock (_gate)
        {
            var read = OptionsReader.Read(Pairs(configuration));
            var faults = read.Faults.ToList();
            if (faults.Count == 0 && (read.Options.Relays.Count > 0) != (start.Relays.Count > 0))
                faults.Add(new OptionFault($"{ActorMailOptions.Section}:Relays",
                    "the first relay added, or the last one taken out, takes effect at the next start"));
            if (faults.Count > 0)
            {
                LogRefused(log, string.Join(Environment.NewLine, faults.Select(fault => fault.ToString())));
                return;
            }

            if (LaterKeys() is { Length: > 0 } later) LogLater(log, later);
            if (start.Relays.Count == 0) roster.Change(roster.Relays, read.Options.ToDomainLimits());
            else roster.Change(read.Options.ToRelays(), read.Options.ToDomainLimits());
            LogRead(log, roster.Relays.Count);
        }
    }

    /// <summary>Keys that changed and are read at a start only.</summary>
    private string LaterKeys()
    {
        var now = Pairs(configuration);
        return string.Join(", ", now.Keys.Union(_atStart.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => !IsReadAgain(key) && now.GetValueOrDefault(key) != _atStart.GetValueOrDefault(key))
            .Order(StringComparer.Ordinal));
    }

    private static bool IsReadAgain(string key) =>
        key.StartsWith("Relays", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("Domains", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("PerDomain", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string?> Pairs(IConfiguration configuration) => new(
        configuration.GetSection(ActorMailOptions.Section).AsEnumerable(makePathsRelative: true), StringComparer.OrdinalIgnoreCase);

    [LoggerMessage(LogLevel.Error, "The changed configuration is refused and the old one stays in force:\n{Faults}")]
    private static partial void LogRefused(ILogger log, string faults);

    [LoggerMessage(LogLevel.Error, "{File} cannot be read, and the old configuration stays in force: {Reason}")]
    private static partial void LogBroken(ILogger log, string? file, string reason);

    [LoggerMessage(LogLevel.Warning, "Changed, and read at the next start only: {Keys}")]
    private static partial void LogLater(ILogger log, string keys);

    [LoggerMessage(LogLevel.Information, "The changed configuration is in force: {Relays} relays")]
    private static partial void LogRead(ILogger log, int relays);
}
