using System.Text;
using ActorMail.Web.Csv;
using FsCheck.Xunit;

namespace ActorMail.Tests.Web;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "1:a|b 2:c|d")]
    [InlineData("a,b\r\nc,d\r\n", "1:a|b 2:c|d")]
    [InlineData("a,b\rc,d\r", "1:a|b 2:c|d")]
    [InlineData("a,b\nc,d", "1:a|b 2:c|d")]
    [InlineData("\uFEFFa,b", "1:a|b")]
    [InlineData("a\n\n\r\n\rb", "1:a 5:b")]
    [InlineData("a,\n,b\n", "1:a| 2:|b")]
    [InlineData("\"a,b\",\"say \"\"hi\"\"\"\nc,d", "1:a,b|say \"hi\" 2:c|d")]
    [InlineData("\"one\ntwo\r\nthree\rfour\",x\ny", "1:one\ntwo\r\nthree\rfour|x 5:y")]
    [InlineData("\"\"\nb", "1: 2:b")]
    [InlineData("é,€\n", "1:é|€")]
    public void Good_records_keep_their_fields_and_first_lines(string text, string expected) =>
        Assert.Equal(expected, Shown(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("a\n\"b,c\nd\n", "1:a 2!not closed 3:d")]
    [InlineData("\"a\"b,c\nd", "1!text follows 2:d")]
    [InlineData("a\"b\",c\nd", "1!inside a field 2:d")]
    [InlineData("\"open,x\ny,\"z\"\nw", "1!text follows 2:y|z 3:w")]
    [InlineData("a\0b\nc", "1!NUL 2:c")]
    public void A_broken_record_costs_its_first_line_only(string text, string expected) =>
        Assert.Equal(expected, Shown(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_UTF8_cost_one_line() =>
        Assert.Equal("1:a 2!not UTF-8 3:b", Shown(Encoding.Latin1.GetBytes("a\nJosé\nb\n")));

    [Fact]
    public void A_UTF16_file_is_called_so() => Assert.StartsWith("1!UTF-16", Shown([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n")]));

    [Theory]
    [InlineData("", "")]
    [InlineData("\"", "\"")]
    [InlineData("\"", "")]
    public async Task A_ten_megabyte_line_is_one_fault_and_memory_stays_flat(string before, string after)
    {
        var line = new byte[10 * 1024 * 1024];
        line.AsSpan().Fill((byte)'x');
        var parts = new[] { "a\n"u8.ToArray(), Encoding.UTF8.GetBytes(before), line, Encoding.UTF8.GetBytes(after + "\r\nb\n") };
        using var stream = new MemoryStream([.. parts.SelectMany(part => part)]);
        var reader = new CsvReader(stream);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(["a"], (await reader.ReadAsync(default))!.Value.Fields);
        Assert.Contains(CsvReader.MaxRecord.ToString(), (await reader.ReadAsync(default))!.Value.Fault);
        var last = (await reader.ReadAsync(default))!.Value;
        Assert.Equal(3, last.Line);
        Assert.Equal(["b"], last.Fields);
        Assert.Null(await reader.ReadAsync(default));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, 100_000);
    }

    [Property(MaxTest = 500)]
    public bool Any_bytes_end_without_a_throw_and_in_ascending_lines(byte[] bytes, byte seed)
    {
        // Bytes that matter to the grammar come often.
        const string Often = "\",\r\n\"\0a,";
        var mixed = bytes.Select((b, at) => (b + seed + at) % 3 == 0 ? b : (byte)Often[b % Often.Length]).ToArray();
        var lines = Read(mixed).Select(record => record.Line).ToArray();
        return lines.SequenceEqual(lines.Order().Distinct()) && lines.All(line => line >= 1);
    }

    [Property(MaxTest = 500)]
    public bool What_was_written_is_read_again(string?[] first, string?[] second)
    {
        string[][] rows = [[.. first.Append("end").Select(Clean)], [.. second.Append("end").Select(Clean)]];
        var bytes = Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => CsvText.Line(row))));
        var read = Read(bytes).Select(record => record.Fields.Select(CsvText.Revived)).ToArray();
        return read.Length == 2 && read[0].SequenceEqual(rows[0]) && read[1].SequenceEqual(rows[1]);
    }

    [Property(MaxTest = 200)]
    public bool Pieces_of_any_size_read_as_the_whole(byte[] bytes, byte size)
    {
        const string Often = "\",\r\n\"a,";
        var mixed = bytes.Select(b => (byte)Often[b % Often.Length]).ToArray();
        using var pieces = new PiecewiseStream(mixed, size % 5 + 1);
        return Show(Read(new CsvReader(pieces))) == Shown(mixed);
    }

    private static string Clean(string? value) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value ?? "")).Replace("\0", "");

    private static string Shown(byte[] bytes) => Show(Read(bytes));

    private static string Show(IEnumerable<CsvRecord> records)
    {
        string[] known = ["not closed", "text follows", "inside a field", "NUL", "not UTF-8", "UTF-16"];
        return string.Join(' ', records.Select(record => record.Fault is { } fault
            ? $"{record.Line}!{known.First(fault.Contains)}"
            : $"{record.Line}:{string.Join('|', record.Fields)}"));
    }

    private static List<CsvRecord> Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Read(new CsvReader(stream));
    }

    private static List<CsvRecord> Read(CsvReader reader)
    {
        var records = new List<CsvRecord>();
        while (reader.ReadAsync(default).AsTask().GetAwaiter().GetResult() is { } record) records.Add(record);
        return records;
    }

    private sealed class PiecewiseStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
