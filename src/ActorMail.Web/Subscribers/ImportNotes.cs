using ActorMail.Subscribers;

namespace ActorMail.Web.Subscribers;

/// <summary>What an import has to tell of the lines it took: who stays suppressed, who stays away, who is back.</summary>
internal sealed class ImportNotes
{
    private readonly Dictionary<ImportStanding, long> _counts = [];
    private readonly List<ImportErrorJson> _listed = [];

    /// <summary>The first <see cref="ImportRun.ListedErrors"/> of them.</summary>
    public IReadOnlyList<ImportErrorJson> Listed => _listed;

    public long Count(ImportStanding standing) => _counts.GetValueOrDefault(standing);

    /// <param name="lines">The line of each row of the batch.</param>
    public void Take(IReadOnlyList<ImportNote> notes, IReadOnlyList<long> lines)
    {
        foreach (var note in notes)
        {
            _counts[note.Standing] = Count(note.Standing) + 1;
            if (_listed.Count < ImportRun.ListedErrors) _listed.Add(new ImportErrorJson(lines[note.Row], Words(note.Standing)));
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
