using System.Text;
using ActorMail.Web.Csv;
using ActorMail.Web.Subscribers;
using FsCheck.Xunit;

namespace ActorMail.Tests.Web;

public sealed class ImportLinesTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("email;name\na@x.org;Ann\n", "separated by ';'")]
    [InlineData("\"email\";\"name\"\n", "separated by ';'")]
    [InlineData("email\tname\n", "separated by a tab")]
    [InlineData("email|name\n", "separated by '|'")]
    [InlineData("name,city\n", "no column named email")]
    [InlineData("ann@example.org,Ann\n", "must be a header")]
    [InlineData("email,name,Name\n", "'name' twice")]
    [InlineData("email,,\n", "have no name")]
    [InlineData("email,\n", "column 2 of the header")]
    [InlineData("email,\"na\nme\"\n", "control character")]
    [InlineData("email,\"open\n", "cannot be read")]
    public async Task A_header_that_cannot_be_understood_refuses_the_whole_file(string file, string reason)
    {
        Assert.False(ImportHeader.TryRead(await FirstAsync(file), out _, out var fault));
        Assert.Contains(reason, fault);
    }

    [Theory]
    [InlineData("not an address,,,,", "no @")]
    [InlineData("a@x.org,,,,,", "6 fields, the header has 5")]
    [InlineData("a@x.org,", "2 fields")]
    [InlineData("a@x.org,,,gone,", "the state is none of")]
    [InlineData("a@x.org,,no spaces,,", "a list name holds only")]
    [InlineData("a@x.org,\"A\nB\",,,", "control character")]
    [InlineData("a@[127.0.0.1],,,,", "literal")]
    [InlineData("\"a@x.org\r\nRCPT TO:<b@x.org>\",,,,", "control character")]
    public async Task A_bad_line_is_refused_with_its_reason(string line, string reason)
    {
        var read = await ReadAsync("email,name,list,state,city\nann@example.org,,,,\n" + line + "\nlast@example.org,,,,\n");
        Assert.Contains(reason, read[1].Reason);
        Assert.Equal(3, read[1].Line);
        Assert.Equal("last@example.org", read[2].Row!.Email.ToString());
    }

    [Fact]
    public async Task A_good_line_gives_every_column()
    {
        var row = (await ReadAsync("City, EMAIL ,name,List,state\n Riga ,ann@example.org, Ann ,News,Active\n"))[0].Row!;
        Assert.Equal(("ann@example.org", "Ann", "news"), (row.Email.ToString(), row.Name, row.List));
        Assert.Equal(ActorMail.Subscribers.SubscriberState.Active, row.State);
        Assert.Equal("Riga", row.Attributes["city"]);
    }

    [Fact]
    public async Task The_same_address_may_join_two_lists() =>
        Assert.All(await ReadAsync("email,list\na@x.org,one\na@x.org,two\n"), line => Assert.Null(line.Reason));

    [Fact]
    public async Task A_field_over_its_limit_refuses_the_line()
    {
        var read = await ReadAsync($"email,name,city\na@x.org,{new string('n', 201)},\nb@x.org,,{new string('c', 2001)}\n");
        Assert.Contains("name is longer than 200", read[0].Reason);
        Assert.Contains("city is longer than 2000", read[1].Reason);
    }

    [Fact]
    public async Task A_line_without_a_list_joins_the_one_asked_for() =>
        Assert.Equal("news", (await ReadAsync("email\na@x.org\n"))[0].Row!.List);

    [Property(MaxTest = 500)]
    public bool Every_line_is_a_row_or_has_a_reason(byte[] bytes)
    {
        string[] often = ["a@x.org", ",", "\n", "\"", "\r", "b@x.org", "é", "=", "'"];
        var file = "email,name\n" + string.Concat(bytes.Select(b => often[b % often.Length]));
        return ReadAsync(file).GetAwaiter().GetResult().All(line => line.Row is null ^ line.Reason is null);
    }

    private static async Task<CsvRecord?> FirstAsync(string file) =>
        await new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(file))).ReadAsync(default);

    private static async Task<List<ImportLine>> ReadAsync(string file)
    {
        var reader = new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(file)));
        Assert.True(ImportHeader.TryRead(await reader.ReadAsync(default), out var header, out _));
        var lines = new ImportLines(header, "news");
        var read = new List<ImportLine>();
        while (await reader.ReadAsync(default) is { } record) read.Add(lines.Read(record));
        return read;
    }
}
