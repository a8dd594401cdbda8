using System.Text;
using ActorMail.Subscribers;
using ActorMail.Web.Csv;
using ActorMail.Web.Subscribers;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMail.Tests.Web;

public sealed class ImportRunTests
{
    [Fact]
    public async Task A_disk_that_takes_no_more_is_told_in_the_last_line()
    {
        var file = new StringBuilder("email\n");
        for (var row = 0; row <= ImportStretch.MostLines; row++) file.Append($"r{row}@x.org\n");
        var last = (await ImportAsync(file.ToString(), () => throw new IOException("No space left on device")))[^1];

        Assert.Contains("on its disk", last.Failed, StringComparison.Ordinal);
        Assert.Equal(0, last.Imported);
    }

    [Fact]
    public async Task A_long_file_is_imported_to_its_end()
    {
        var file = new StringBuilder("email\n");
        for (var row = 0; row <= ImportStretch.MostLines; row++) file.Append($"r{row}@x.org\n");
        var last = (await ImportAsync(file.Append("r0@x.org\n").ToString(), () => new MemoryStream()))[^1];

        Assert.Equal((null, ImportStretch.MostLines + 1, 1), (last.Failed, last.Imported, last.Refused));
        Assert.Equal("the address was on line 2 already", Assert.Single(last.Errors!).Reason);
    }

    private static async Task<List<ImportJson>> ImportAsync(string file, Func<Stream> open)
    {
        var body = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var reader = new CsvReader(body);
        Assert.True(ImportHeader.TryRead(await reader.ReadAsync(default), out var header, out _));
        var run = new ImportRun(
            reader, new ImportLines(header, "news"), new FirstLines(open), new Counting(), TimeProvider.System, NullLogger<ImportRun>.Instance);
        List<ImportJson> said = [];
        await foreach (var line in run.RunAsync(body, default)) said.Add(line);
        return said;
    }

    private sealed class Counting : ISubscriberImport
    {
        public Task<ImportBatchResult> WriteAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancel) =>
            Task.FromResult(new ImportBatchResult(rows.Count, 0, []));
    }
}
