using ActorMail.Subscribers;

namespace ActorMail.Web.Subscribers;

/// <summary>What an import has to tell of the lines it took: who stays suppressed, who stays away, who is back.</summary>
internal sealed class ImportNotes
{
    private readonly Dictionary<ImportStanding, long> _counts = [];
    private readonly SortedSet<(long Line, ImportStanding Standing)> _listed = [];

    /// <summary>The first <see cref="ImportRun.ListedErrors"/> of them in the file, whatever the order they were written in.</summary>
    public IReadOnlyList<ImportErrorJson> Listed => [.. _listed.Select(note => new ImportErrorJson(note.Line, Words(note.Standing)))];

    public long Count(ImportStanding standing) => _counts.GetValueOrDefault(standing);

    /// <param name="batch">The lines the notes are of.</param>
    public void Take(IReadOnlyList<ImportNote> notes, IReadOnlyList<ImportLine> batch)
    {
        foreach (var note in notes)
        {
            _counts[note.Standing] = Count(note.Standing) + 1;
            _listed.Add((batch[note.Row].Line, note.Standing));
            if (_listed.Count > ImportRun.ListedErrors) _listed.Remove(_listed.Max);
        }
    }

    private static string Words(ImportStanding standing) => standing switch
    {
        ImportStanding.Suppressed => "the address is suppressed and stays so; it is released by hand only",
        ImportStanding.StaysAway => "the reader had left and stays away; only the state active brings somebody back",
        ImportStanding.Revived => "the reader had left and is back, because the line says active",
        _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, null),
    };
}
