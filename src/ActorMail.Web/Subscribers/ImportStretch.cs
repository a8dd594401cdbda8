using System.Text;
using ActorMail.Web.Csv;

namespace ActorMail.Web.Subscribers;

/// <summary>
/// A piece of an import's file: its good lines as bytes, which are made rows of only as they are written, and the refused ones. A long
/// one is put in the order of the addresses: the rows of a batch then lie side by side in the index of the addresses, where each would
/// touch a page of its own, which is most of what an import costs. It is filled again and again, so that its room is found once.
/// </summary>
internal sealed class ImportStretch(CsvReader reader, ImportLines lines, FirstLines firstLines)
{
    /// <summary>It is full with so many lines, or before with so many bytes of good ones.</summary>
    public const int MostLines = 20_000;

    /// <summary>One with fewer good lines keeps the order of the file.</summary>
    public const int SortFrom = 5_000;

    private const int MostBytes = 8 << 20;

    private readonly MemoryStream _bytes = new();
    private readonly List<Good> _good = [];
    private readonly List<KeyedLine> _keys = [];
    private readonly List<ImportLine> _refused = [];

    /// <summary>Where the line's address lies in the bytes, in its normalised form; the line itself follows.</summary>
    private readonly record struct Good(long Line, int At, int Address, int Length);

    public IReadOnlyList<ImportLine> Refused => _refused;

    /// <summary>True when the file ends with it.</summary>
    public bool IsLast { get; private set; }

    private bool IsFull => _good.Count + _refused.Count >= MostLines || _bytes.Length >= MostBytes;

    /// <summary>Forgets what it holds and takes the next piece of the file.</summary>
    public async Task FillAsync(CancellationToken cancel)
    {
        _bytes.SetLength(0);
        _good.Clear();
        _keys.Clear();
        _refused.Clear();
        while (!IsFull && !IsLast)
        {
            if (await reader.ReadAsync(cancel) is { } record) Add(record, reader.Bytes.Span);
            else IsLast = true;
        }

        RefuseRepeats();
        Sort();
    }

    /// <summary>The good lines in the order they are to be written, so many at a time.</summary>
    public IEnumerable<ImportLine[]> Batches(int size)
    {
        var room = new List<CsvField>();
        foreach (var batch in _good.Chunk(size))
            yield return Array.ConvertAll(batch, good => lines.Read(CsvRecord.Again(good.Line, Record(good), room)));
    }

    private void Add(CsvRecord record, ReadOnlySpan<byte> bytes)
    {
        var line = lines.Read(record);
        if (line.Row is null)
        {
            _refused.Add(line);
            return;
        }

        var address = Encoding.UTF8.GetBytes(line.Row.Email.Normalised);
        _good.Add(new Good(record.Line, (int)_bytes.Length, address.Length, bytes.Length));
        _keys.Add(new KeyedLine(ImportLines.Key(line.Row), checked((uint)record.Line)));
        _bytes.Write(address);
        _bytes.Write(bytes);
    }

    private void RefuseRepeats()
    {
        var repeats = firstLines.Repeats(_keys, IsLast);
        if (repeats.Count == 0) return;
        _good.RemoveAll(good => repeats.ContainsKey((uint)good.Line));
        _refused.AddRange(repeats.Select(repeat => new ImportLine(repeat.Key, null, $"the address was on line {repeat.Value} already")));
        _refused.Sort((one, other) => one.Line.CompareTo(other.Line));
    }

    /// <summary>Lines of the same address stay in their order.</summary>
    private void Sort()
    {
        if (_good.Count < SortFrom) return;
        _good.Sort((one, other) => Address(one).SequenceCompareTo(Address(other)) is not 0 and var order ? order : one.Line.CompareTo(other.Line));
    }

    private ReadOnlySpan<byte> Address(Good good) => _bytes.GetBuffer().AsSpan(good.At, good.Address);

    private ReadOnlySpan<byte> Record(Good good) => _bytes.GetBuffer().AsSpan(good.At + good.Address, good.Length);
}
