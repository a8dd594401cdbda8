using System.Text.Json.Serialization;
using System.Threading.Channels;
using ActorMail.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Migration;

/// <summary>A line of a migration's answer: progress, or in the last line each table's rows or why nothing was moved.</summary>
internal sealed record MigrationJson
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Table { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Rows { get; init; }

    /// <summary>Why nothing was moved, or why nobody knows; the last line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Failed { get; init; }

    /// <summary>The rows of each table, by its name; the last line.</summary>
    [JsonExtensionData]
    public IDictionary<string, object>? Moved { get; init; }
}

/// <summary>One migration: the copying goes on whether or not anybody still listens, and unless it moved nothing it ends the node.</summary>
internal sealed partial class MigrationRun : IProgress<(string Table, long Rows)>
{
    private const string InDoubt = "the database did not say whether everything was moved or nothing, so this node stops: start every node again "
        + "once the database answers, and move again if it is still empty then";

    private readonly Channel<MigrationJson> _progress = Channel.CreateBounded<MigrationJson>(
        new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly IHostApplicationLifetime _life;
    private readonly NewSecret _secret;
    private readonly ILogger _log;
    private readonly Task<IReadOnlyDictionary<string, long>> _moving;

    public MigrationRun(
        IMigration migration, UploadedFile file, NewSecret secret, IHostApplicationLifetime life, ILogger<MigrationRun> log)
    {
        (_secret, _life, _log) = (secret, life, log);
        _moving = MoveAsync(migration, file);
    }

    public void Report((string Table, long Rows) value) =>
        _progress.Writer.TryWrite(new MigrationJson { Table = value.Table, Rows = value.Rows });

    /// <summary>Why it was refused before anything was copied; null once rows are on their way.</summary>
    public async Task<string?> RefusalAsync()
    {
        if (await _progress.Reader.WaitToReadAsync()) return null;
        try
        {
            await _moving;
            return null;
        }
        catch (MigrationRefusedException refused)
        {
            return refused.Message;
        }
        catch (MigrationInDoubtException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<MigrationJson> LinesAsync()
    {
        await foreach (var line in _progress.Reader.ReadAllAsync()) yield return line;
        var (last, surelyNothing) = await LastAsync();
        yield return last;
        if (surelyNothing) yield break;
        // The answer is out; unsubscribe links and the secret now come from the database moved in, or may.
        _secret.Come();
        _life.StopApplication();
    }

    private async Task<IReadOnlyDictionary<string, long>> MoveAsync(IMigration migration, UploadedFile file)
    {
        try
        {
            using (file) return await migration.MoveInAsync(file.Path, this, _life.ApplicationStopping);
        }
        finally
        {
            _progress.Writer.Complete();
        }
    }

    /// <summary>The answer has begun, so a failure can only be told in its last line.</summary>
    private async Task<(MigrationJson Line, bool SurelyNothing)> LastAsync()
    {
        try
        {
            var moved = await _moving;
            LogDone(_log, moved.Values.Sum());
            return (new MigrationJson { Moved = moved.ToDictionary(table => table.Key, table => (object)table.Value) }, false);
        }
        catch (MigrationRefusedException refused)
        {
            return (new MigrationJson { Failed = refused.Message }, true);
        }
        catch (MigrationInDoubtException doubt)
        {
            LogInDoubt(_log, doubt);
            return (new MigrationJson { Failed = InDoubt }, false);
        }
        catch (StoreUnavailableException fault)
        {
            LogFailed(_log, fault);
            return (new MigrationJson { Failed = "the database could not write; nothing was moved" }, true);
        }
        catch (OperationCanceledException) when (_life.ApplicationStopping.IsCancellationRequested)
        {
            return (new MigrationJson { Failed = "the node is stopping; nothing was moved" }, true);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Rows} rows were moved in from SQLite; this node stops now: start every node again")]
    private static partial void LogDone(ILogger log, long rows);

    [LoggerMessage(LogLevel.Error, "A migration has moved everything or nothing, and the database did not say which; this node stops now: start "
        + "every node again once the database answers, and migrate again if it is still empty then")]
    private static partial void LogInDoubt(ILogger log, Exception doubt);

    [LoggerMessage(LogLevel.Error, "A migration failed and moved nothing")]
    private static partial void LogFailed(ILogger log, Exception fault);
}
