using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Web.Csv;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Subscribers;

/// <summary>A line of an import's answer: how far it is, and in the last line what has to be told of single lines.</summary>
/// <param name="Imported">Rows that added a subscriber.</param>
/// <param name="Updated">Rows whose subscriber existed.</param>
/// <param name="Refused">Lines with a fault: all of them, though only the first 1,000 are listed.</param>
/// <param name="Suppressed">Rows taken whose address is suppressed and stays so.</param>
/// <param name="StayedAway">Rows taken whose reader had left and stays away, because the row does not say active.</param>
/// <param name="Revived">Rows that brought back a reader who had left, because they say active.</param>
/// <param name="Notes">The first 1,000 of those three kinds, in the last line.</param>
/// <param name="Failed">Why the import stopped early; sending the same file again is safe.</param>
internal sealed record ImportJson(
    long Imported,
    long Updated,
    long Refused,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Suppressed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long StayedAway,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Revived,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ImportErrorJson>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ImportErrorJson>? Notes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Failed = null);

internal sealed record ImportErrorJson(long Line, string Reason);

/// <summary>One import from the first row to the last, batch by batch, in flat memory. The next stretch is read while one is written.</summary>
internal sealed partial class ImportRun(
    CsvReader reader, ImportLines lines, FirstLines firstLines, ISubscriberImport import, TimeProvider time, ILogger<ImportRun> log)
{
    public const int BatchSize = 500;
    public const int ListedErrors = 1000;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    private readonly List<ImportErrorJson> _errors = [];
    private readonly ImportNotes _notes = new();
    private long _imported;
    private long _updated;
    private long _refused;

    public async IAsyncEnumerable<ImportJson> RunAsync(Stream file, [EnumeratorCancellation] CancellationToken stopping)
    {
        await using var spooled = file;
        using var remembered = firstLines;
        var said = time.GetTimestamp();
        string? failed = null;
        var (stretch, next) = (new ImportStretch(reader, lines, firstLines), new ImportStretch(reader, lines, firstLines));
        var filling = next.FillAsync(CancellationToken.None);
        try
        {
            for (var more = true; more;)
            {
                failed = await FailedAsync(filling);
                if (failed is not null) break;
                (stretch, next) = (next, stretch);
                if (!stretch.IsLast) filling = Task.Run(() => next.FillAsync(CancellationToken.None), CancellationToken.None);
                Refuse(stretch.Refused);
                foreach (var batch in stretch.Batches(BatchSize))
                {
                    failed = await WriteBatchAsync(batch, stopping);
                    if (failed is not null) break;
                    if (time.GetElapsedTime(said) < Between) continue;
                    said = time.GetTimestamp();
                    yield return Figures();
                }

                more = !stretch.IsLast && failed is null;
            }
        }
        finally
        {
            // The file goes only after who reads it.
            await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        LogDone(log, _imported, _updated, _refused);
        yield return Figures() with
        {
            Errors = _errors, Notes = _notes.Listed.Count > 0 ? _notes.Listed : null, Failed = failed,
        };
    }

    private ImportJson Figures() => new(_imported, _updated, _refused,
        _notes.Count(ImportStanding.Suppressed), _notes.Count(ImportStanding.StaysAway), _notes.Count(ImportStanding.Revived));

    private void Refuse(IReadOnlyList<ImportLine> refused)
    {
        _refused += refused.Count;
        _errors.AddRange(refused.Take(ListedErrors - _errors.Count).Select(line => new ImportErrorJson(line.Line, line.Reason!)));
    }

    private async Task<string?> FailedAsync(Task filling)
    {
        try
        {
            await filling;
            return null;
        }
        catch (IOException fault)
        {
            LogUnread(log, fault);
            return "the node could not read the file on or note its addresses on its disk; what is counted here is kept, and sending the file again is safe";
        }
    }

    /// <summary>The answer has begun, so a store that fails can only be told in its last line.</summary>
    private async Task<string?> WriteBatchAsync(ImportLine[] batch, CancellationToken stopping)
    {
        try
        {
            var written = await import.WriteAsync([.. batch.Select(line => line.Row!)], stopping);
            _imported += written.Imported;
            _updated += written.Updated;
            _notes.Take(written.Notes, batch);
            return null;
        }
        catch (StoreUnavailableException fault)
        {
            LogFailed(log, fault);
            return "the store could not write; what is counted here is kept, and sending the file again is safe";
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return "the node is stopping; what is counted here is kept, and sending the file again is safe";
        }
    }

    [LoggerMessage(LogLevel.Information, "Import done: {Imported} imported, {Updated} updated, {Refused} refused")]
    private static partial void LogDone(ILogger log, long imported, long updated, long refused);

    [LoggerMessage(LogLevel.Error, "An import stopped early: its file could not be read on, or its addresses could not be noted beside it")]
    private static partial void LogUnread(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Error, "An import stopped early: the store could not write")]
    private static partial void LogFailed(ILogger log, Exception fault);
}
