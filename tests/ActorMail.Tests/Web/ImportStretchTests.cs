using System.Text;
using ActorMail.Web.Csv;
using ActorMail.Web.Subscribers;

namespace ActorMail.Tests.Web;

public sealed class ImportStretchTests
{
    private sealed record Seen(List<ImportLine> Rows, List<ImportLine> Refused, bool IsLast);

    [Fact]
    public async Task A_short_file_keeps_its_order_and_is_one_stretch()
    {
        var stretches = await ReadAsync("email\nc@x.org\nbad\na@x.org\nb@x.org\n");
        var only = Assert.Single(stretches);
        Assert.Equal(["c@x.org", "a@x.org", "b@x.org"], Addresses(only));
        Assert.Equal(3, Assert.Single(only.Refused).Line);
    }

    [Fact]
    public async Task A_long_file_comes_in_stretches_in_the_order_of_the_addresses()
    {
        const int Many = ImportStretch.MostLines + ImportStretch.SortFrom;
        var file = new StringBuilder("email,list\n");
        for (var row = 0; row < Many; row++) file.Append($"r{(row * 7919) % Many:d6}@x.org,one\n");
        var stretches = await ReadAsync(file.ToString());

        Assert.Equal([ImportStretch.MostLines, ImportStretch.SortFrom], stretches.Select(stretch => stretch.Rows.Count));
        Assert.Equal([false, true], stretches.Select(stretch => stretch.IsLast));
        Assert.All(stretches, stretch => Assert.Equal(Addresses(stretch).Order(StringComparer.Ordinal), Addresses(stretch)));
        Assert.Equal(Many, stretches.SelectMany(Addresses).Distinct().Count());
    }

    [Fact]
    public async Task Lines_of_one_address_stay_in_their_order()
    {
        var file = new StringBuilder("email,list\n");
        for (var row = 0; row < ImportStretch.SortFrom; row++) file.Append($"same@x.org,l{row}\n");
        var rows = Assert.Single(await ReadAsync(file.ToString())).Rows;
        Assert.Equal(rows.Select(row => row.Line).Order(), rows.Select(row => row.Line));
    }

    [Fact]
    public async Task An_address_that_comes_again_is_refused_with_its_first_line_in_whatever_stretch()
    {
        var file = new StringBuilder("email,list\nann@x.org,one\nANN@x.org,two\nbad,one\nann@x.org,two\n");
        for (var row = 0; row < ImportStretch.MostLines; row++) file.Append($"r{row}@x.org,one\n");
        file.Append("bad,one\nAnn@x.org,one\nbob@x.org,one\nbob@x.org,one\n");
        var stretches = await ReadAsync(file.ToString());

        Assert.Equal(2, stretches.Count);
        Assert.Equal([4, 5], stretches[0].Refused.Select(line => line.Line));
        Assert.Equal("the address was on line 3 already", stretches[0].Refused[1].Reason);
        const int After = ImportStretch.MostLines + 6;
        Assert.Equal([After, After + 1, After + 3], stretches[1].Refused.Select(line => line.Line));
        Assert.Equal("the address was on line 2 already", stretches[1].Refused[1].Reason);
        Assert.Equal($"the address was on line {After + 2} already", stretches[1].Refused[2].Reason);
        Assert.Equal(ImportStretch.MostLines + 3, stretches.Sum(stretch => stretch.Rows.Count));
    }

    [Fact]
    public async Task Rows_are_made_of_the_lines_as_they_stand()
    {
        var only = Assert.Single(await ReadAsync("\uFEFFemail,name,list,state,city\r\n\r\n ANN@Example.org ,\"Ann \"\"A\"\"\",,unsubscribed,\"Ri\nga\"\r\n"
            + "bob@example.org,Bób,more,,\r\n"));
        var rows = only.Rows.ConvertAll(line => line.Row!);
        Assert.Equal(new long[] { 3, 5 }, only.Rows.Select(line => line.Line));
        Assert.Equal(("ANN@example.org", "Ann \"A\"", "news"), (rows[0].Email.ToString(), rows[0].Name, rows[0].List));
        Assert.Equal("Ri\nga", rows[0].Attributes["city"]);
        Assert.Equal(ActorMail.Subscribers.SubscriberState.Unsubscribed, rows[0].State);
        Assert.Equal(("Bób", "more", 0), (rows[1].Name, rows[1].List, rows[1].Attributes.Count));
    }

    [Fact]
    public async Task Long_rows_make_a_stretch_shorter()
    {
        var file = new StringBuilder("email,a,b,c,d,e,f,g,h,i,j\n");
        for (var row = 0; row < 1000; row++) file.Append($"r{row}@x.org{string.Concat(Enumerable.Repeat("," + new string('x', 2000), 10))}\n");
        var stretches = await ReadAsync(file.ToString());
        Assert.Equal(1000, stretches.Sum(stretch => stretch.Rows.Count));
        Assert.Equal(3, stretches.Count);
    }

    [Fact]
    public async Task Lines_that_are_refused_fill_a_stretch_too()
    {
        var stretches = await ReadAsync("email\n" + string.Concat(Enumerable.Repeat("bad\n", ImportStretch.MostLines + 1)));
        Assert.Equal([ImportStretch.MostLines, 1], stretches.Select(stretch => stretch.Refused.Count));
    }

    private static IEnumerable<string> Addresses(Seen stretch) => stretch.Rows.Select(line => line.Row!.Email.Normalised);

    private static async Task<List<Seen>> ReadAsync(string file)
    {
        var reader = new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(file)));
        Assert.True(ImportHeader.TryRead(await reader.ReadAsync(default), out var header, out _));
        using var firstLines = new FirstLines(() => new MemoryStream());
        var stretch = new ImportStretch(reader, new ImportLines(header, "news"), firstLines);
        List<Seen> read = [];
        while (!stretch.IsLast)
        {
            await stretch.FillAsync(default);
            read.Add(new Seen([.. stretch.Batches(7).SelectMany(batch => batch)], [.. stretch.Refused], stretch.IsLast));
        }

        return read;
    }
}
