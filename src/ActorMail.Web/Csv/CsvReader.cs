using System.Text;
using System.Text.Unicode;

namespace ActorMail.Web.Csv;

/// <summary>One record, at the physical line it begins on: its fields, or why it cannot be read.</summary>
/// <param name="Fields">With a fault: nothing, or the raw text of the first line, in which a header may be recognised.</param>
internal readonly record struct CsvRecord(long Line, IReadOnlyList<string> Fields, string? Fault)
{
    /// <summary>Reads a record again from its bytes, which were read without a fault before.</summary>
    /// <param name="fields">Room to work in.</param>
    public static CsvRecord Again(long line, ReadOnlySpan<byte> record, List<CsvField> fields)
    {
        CsvScan.Record(record, last: true, fields);
        return Of(line, record, fields);
    }

    public static CsvRecord Of(long line, ReadOnlySpan<byte> record, IReadOnlyList<CsvField> at)
    {
        if (record.Contains((byte)0)) return new CsvRecord(line, [], NulFault(record));
        if (!Utf8.IsValid(record))
            return new CsvRecord(line, [], "the line holds bytes that are not UTF-8 (saved as Latin-1?)");
        var fields = new string[at.Count];
        for (var field = 0; field < fields.Length; field++) fields[field] = at[field].Text(record);
        return new CsvRecord(line, fields, null);
    }

    private static string NulFault(ReadOnlySpan<byte> record) =>
        record is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? "the file is UTF-16; save it as UTF-8" : "the line holds a NUL byte";
}

/// <summary>
/// Reads comma-separated values (RFC 4180) from any stream of bytes in flat memory and never gives up: a broken record is a
/// fault with its line, and reading goes on at the line below it, so that one open quote cannot swallow the rest of the file.
/// Written by hand because CsvHelper reads decoded text: it sees neither bytes that are no UTF-8 nor where a line began, and
/// after an open quote it has no way back.
/// </summary>
internal sealed class CsvReader(Stream stream)
{
    /// <summary>The longest record, in bytes.</summary>
    public const int MaxRecord = 64 * 1024;

    private readonly byte[] _buffer = new byte[4 * MaxRecord];
    private readonly List<CsvField> _fields = [];
    private int _start;
    private int _end;
    private long _line = 1;
    private bool _begun;
    private bool _ended;
    private bool _afterCarriageReturn;

    /// <summary>The bytes of the record read last, up to the next read; nothing when it could not be split into fields.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>The next record that is not a blank line; null at the end.</summary>
    public async ValueTask<CsvRecord?> ReadAsync(CancellationToken cancel)
    {
        while (await HasMoreAsync(cancel))
        {
            var rest = _buffer.AsSpan(_start, Math.Min(_end - _start, MaxRecord));
            var line = _line;
            var scan = CsvScan.Record(rest, last: _ended && rest.Length == _end - _start, _fields);
            if (scan.Fault is not null)
            {
                Bytes = default;
                IReadOnlyList<string> raw = line == 1 ? [FirstLine(rest)] : [];
                await SkipLineAsync(cancel);
                return new CsvRecord(line, raw, scan.Fault);
            }

            Bytes = _buffer.AsMemory(_start, scan.Length);
            Advance(scan.Length, scan.Lines);
            if (!Bytes.IsEmpty) return CsvRecord.Of(line, Bytes.Span, _fields);
        }

        return null;
    }

    private async ValueTask<bool> HasMoreAsync(CancellationToken cancel)
    {
        await FillAsync(cancel);
        if (!_begun)
        {
            _begun = true;
            if (_buffer.AsSpan(_start, _end - _start).StartsWith(Encoding.UTF8.Preamble)) _start += Encoding.UTF8.Preamble.Length;
        }

        if (_afterCarriageReturn && _start < _end && _buffer[_start] == '\n') _start++;
        _afterCarriageReturn = false;
        return _start < _end;
    }

    /// <summary>Keeps more than one whole record in the buffer, and the line feed after it.</summary>
    private async ValueTask FillAsync(CancellationToken cancel)
    {
        if (_ended || _end - _start > MaxRecord + 2) return;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (!_ended && _end < _buffer.Length)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
            _end += read;
            _ended = read == 0;
        }
    }

    private static string FirstLine(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOfAny((byte)'\r', (byte)'\n');
        return Encoding.UTF8.GetString(data[..Math.Min(end < 0 ? data.Length : end, 1000)]);
    }

    private void Advance(int length, int lines)
    {
        _start += length;
        _line += lines;
        if (_start == _end) return;
        _afterCarriageReturn = _buffer[_start] == '\r';
        _start++;
    }

    /// <summary>Drops the first physical line of a broken record, however long it is.</summary>
    private async ValueTask SkipLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOfAny((byte)'\r', (byte)'\n');
            if (at >= 0)
            {
                Advance(at, 1);
                return;
            }

            _start = _end;
            if (_ended) return;
            await FillAsync(cancel);
        }
    }
}
