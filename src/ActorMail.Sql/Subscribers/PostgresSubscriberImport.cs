using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>
/// Many subscribers, a batch a transaction of a few statements over sets. Rows of the same address follow each other, so the n-th
/// of each comes into the n-th wave and every wave holds an address once.
/// </summary>
internal sealed class PostgresSubscriberImport(ISqlEngine engine) : ISubscriberImport
{
    public Task<ImportBatchResult> WriteAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            var memberships = new Memberships(session);
            var notes = new List<ImportNote>();
            var imported = Waves(rows).Sum(wave => new ImportWave(session, memberships, wave, notes).Run());
            memberships.Save();
            return new ImportBatchResult(imported, rows.Count - imported, [.. notes.OrderBy(note => note.Row)]);
        }, cancel);

    private static List<List<PlacedRow>> Waves(IReadOnlyList<ImportRow> rows)
    {
        var waves = new List<List<PlacedRow>>();
        var seen = new Dictionary<string, int>();
        foreach (var (place, row) in rows.Index())
        {
            var wave = seen[row.Email.Normalised] = seen.GetValueOrDefault(row.Email.Normalised, -1) + 1;
            if (wave == waves.Count) waves.Add([]);
            waves[wave].Add(new PlacedRow(place, row));
        }

        return waves;
    }
}
