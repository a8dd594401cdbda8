using ActorMail.Web.Csv;

namespace ActorMail.Web.Subscribers;

/// <summary>A piece of an import's file that is in memory at a time: what can be written, in the order it is to be, and what cannot.</summary>
internal sealed record ImportStretch(IReadOnlyList<ImportLine> Rows, IReadOnlyList<ImportLine> Refused, bool IsLast);

/// <summary>
/// Reads a file stretch by stretch. A long stretch is put in the order of the addresses: the rows of a batch then lie side by side in
/// the index of the addresses, where they would each touch a page of their own, which is most of what an import costs.
/// </summary>
internal sealed class ImportStretches(CsvReader reader, ImportLines lines)
{
    /// <summary>A stretch ends with so many rows, or before with so many characters in them.</summary>
    public const int MostRows = 20_000;

    /// <summary>A shorter one is written in the order of the file.</summary>
    public const int SortFrom = 5_000;

    private const long MostCharacters = 8 << 20;

    public async Task<ImportStretch> ReadAsync(CancellationToken cancel)
    {
        List<ImportLine> rows = [];
        List<ImportLine> refused = [];
        var characters = 0L;
        while (rows.Count < MostRows && refused.Count < MostRows && characters < MostCharacters)
        {
            if (await reader.ReadAsync(cancel) is not { } record) return new ImportStretch(Ordered(rows), refused, IsLast: true);
            foreach (var field in record.Fields) characters += field.Length;
            var line = lines.Read(record);
            (line.Row is null ? refused : rows).Add(line);
        }

        return new ImportStretch(Ordered(rows), refused, IsLast: false);
    }

    /// <summary>Lines of the same address stay in their order.</summary>
    private static IReadOnlyList<ImportLine> Ordered(List<ImportLine> rows) => rows.Count < SortFrom
        ? rows
        : [.. rows.OrderBy(line => line.Row!.Email.Normalised, StringComparer.Ordinal)];
}
