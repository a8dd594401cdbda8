using System.Text;

namespace ActorMail.Web.Csv;

/// <summary>Where a field's bytes lie in its record, without the quotes around it.</summary>
/// <param name="Doubled">True when it holds quotes written twice.</param>
internal readonly record struct CsvField(int From, int To, bool Doubled)
{
    public string Text(ReadOnlySpan<byte> record)
    {
        var text = Encoding.UTF8.GetString(record[From..To]);
        return Doubled ? text.Replace("\"\"", "\"") : text;
    }
}

/// <summary>One record found in a piece of bytes.</summary>
/// <param name="Length">Its bytes, without the line end.</param>
/// <param name="Lines">The physical lines it takes.</param>
internal readonly record struct CsvScan(int Length, int Lines, string? Fault)
{
    private static readonly string TooLong = $"the line is longer than {CsvReader.MaxRecord} bytes";
    private static readonly string NotClosed = $"a quote is not closed within {CsvReader.MaxRecord} bytes";

    /// <summary>Splits the record at the beginning of <paramref name="data"/>; <paramref name="last"/>: nothing follows it.</summary>
    public static CsvScan Record(ReadOnlySpan<byte> data, bool last, List<CsvField> fields)
    {
        fields.Clear();
        var lines = 1;
        for (var at = 0; ; at++)
        {
            var fault = at < data.Length && data[at] == '"'
                ? Quoted(data, ref at, ref lines, last, fields)
                : Plain(data, ref at, fields);
            if (fault is not null) return new CsvScan(0, 0, fault);
            if (at == data.Length) return last ? new CsvScan(at, lines, null) : new CsvScan(0, 0, TooLong);
            if (data[at] != ',') return new CsvScan(at, lines, null);
        }
    }

    private static string? Plain(ReadOnlySpan<byte> data, ref int at, List<CsvField> fields)
    {
        var from = at;
        var length = data[at..].IndexOfAny(",\r\n\""u8);
        at = length < 0 ? data.Length : at + length;
        fields.Add(new CsvField(from, at, Doubled: false));
        return at < data.Length && data[at] == '"' ? "a quote stands inside a field that does not begin with one" : null;
    }

    private static string? Quoted(ReadOnlySpan<byte> data, ref int at, ref int lines, bool last, List<CsvField> fields)
    {
        var from = ++at;
        var doubled = false;
        while (true)
        {
            var length = data[at..].IndexOf((byte)'"');
            if (length < 0) return last ? "a quote is not closed" : NotClosed;
            at += length + 1;
            if (at == data.Length || data[at] != '"') break;
            doubled = true;
            at++;
        }

        fields.Add(new CsvField(from, at - 1, doubled));
        lines += LineEnds(data[from..at]);
        return at < data.Length && data[at] is not ((byte)',' or (byte)'\r' or (byte)'\n')
            ? "text follows a closing quote (write a quote inside a quoted field twice)"
            : null;
    }

    private static int LineEnds(ReadOnlySpan<byte> data)
    {
        var ends = data.Count((byte)'\n');
        for (var rest = data; rest.IndexOf((byte)'\r') is var at and >= 0; rest = rest[(at + 1)..])
        {
            if (at + 1 == rest.Length || rest[at + 1] != '\n') ends++;
        }

        return ends;
    }
}
