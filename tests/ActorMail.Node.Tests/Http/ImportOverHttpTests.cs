using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ActorMail.Node.Tests.Http;

public sealed class ImportOverHttpTests(WebDoor door) : IClassFixture<WebDoor>
{
    [Fact]
    public async Task Good_lines_are_imported_and_bad_ones_told_by_number()
    {
        byte[] file =
        [
            .. "\uFEFFEmail,Name,City\r\n"u8, .. "good1@bad.example,Ann,Riga\r\n"u8, .. "not an address,,\r\n"u8,
            .. "good1@BAD.example,,\r\n"u8, .. "open@bad.example,\"open,\r\n"u8, .. "nul\0@bad.example,,\r\n"u8,
            .. Encoding.Latin1.GetBytes("latin@bad.example,José,\r\n"), .. "few@bad.example\r\n"u8,
            .. "long@bad.example,"u8, .. Encoding.UTF8.GetBytes(new string('x', 10 * 1024 * 1024)), .. ",\r\n"u8,
            .. "good2@bad.example,\"two\"\"quotes\",\"a\nb\"\r\n"u8,
        ];
        var answer = await door.ImportAsync(file, "?list=bad");
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        var last = await LastLineAsync(answer);
        Assert.Equal((2, 0, 7), (Number(last, "imported"), Number(last, "updated"), Number(last, "refused")));
        var errors = last.GetProperty("errors").EnumerateArray()
            .Select(error => $"{error.GetProperty("line").GetInt64()} {error.GetProperty("reason").GetString()}").ToArray();
        string[] expected = ["3 the address has no @", "4 the address was on line 2", "5 ", "6 the line holds a NUL", "7 the line holds bytes",
            "8 the line has 1 fields", "9 the line is longer"];
        Assert.All(expected.Zip(errors), pair => Assert.StartsWith(pair.First, pair.Second));

        var reader = await door.GetAsync("/api/subscribers/good2@bad.example");
        Assert.Equal("two\"quotes", reader.GetProperty("name").GetString());
        Assert.Equal("a\nb", reader.GetProperty("attributes").GetProperty("city").GetString());
        Assert.Equal("bad", reader.GetProperty("lists")[0].GetString());
    }

    [Fact]
    public async Task Nobody_who_left_is_revived_in_silence_and_nobody_suppressed_at_all()
    {
        await door.ImportAsync("email\na@left.example\nb@left.example\nc@left.example\n", "?list=left");
        foreach (var (reader, state) in new[] { ("a", "suppressed"), ("b", "unsubscribed"), ("c", "unsubscribed") })
            await door.Client.PatchAsync($"/api/subscribers/{reader}@left.example", JsonContent.Create(new { state }));

        var last = await LastLineAsync(await door.ImportAsync(
            "email,state\na@left.example,active\nb@left.example,\nc@left.example,active\nd@left.example,\n", "?list=left"));

        Assert.Equal((1, 3, 0), (Number(last, "imported"), Number(last, "updated"), Number(last, "refused")));
        Assert.Equal((1, 1, 1), (Number(last, "suppressed"), Number(last, "stayedAway"), Number(last, "revived")));
        Assert.Equal([2L, 3L, 4L], last.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("line").GetInt64()));
        var states = new List<string?>();
        foreach (var reader in "abcd")
            states.Add((await door.GetAsync($"/api/subscribers/{reader}@left.example")).GetProperty("state").GetString());
        Assert.Equal(["suppressed", "unsubscribed", "active", "active"], states);
    }

    [Theory]
    [InlineData("email;name\na@x.example;A\n", "separated by ';'")]
    [InlineData("a@x.example\n", "header")]
    [InlineData("", "empty")]
    public async Task A_file_without_a_usable_header_is_refused_whole(string file, string reason) =>
        await Refusal.IsAsync(await door.ImportAsync(file), 400, reason);

    [Fact]
    public async Task A_wrong_list_name_or_type_is_refused()
    {
        await Refusal.IsAsync(await door.ImportAsync("email\n", "?list=a%20b"), 400, "list");
        await Refusal.IsAsync(await door.Client.PostAsync("/api/subscribers/import", new StringContent("email\n")), 415, "must be text/csv, not text/plain");
        var latin = new StringContent("email\n", Encoding.Latin1, "text/csv");
        await Refusal.IsAsync(await door.Client.PostAsync("/api/subscribers/import", latin), 415, "must be UTF-8, not iso-8859-1");
        var packed = new StringContent("email\n", Encoding.UTF8, "text/csv") { Headers = { ContentEncoding = { "gzip" } } };
        await Refusal.IsAsync(await door.Client.PostAsync("/api/subscribers/import", packed), 415, "Content-Encoding");
    }

    [Fact]
    public async Task At_most_a_thousand_refusals_are_listed_and_all_are_counted()
    {
        var last = await LastLineAsync(await door.ImportAsync("email\n" + string.Concat(Enumerable.Repeat("bad\n", 1500)) + "good@many.example\n"));
        Assert.Equal((1, 1500), (Number(last, "imported"), Number(last, "refused")));
        Assert.Equal(1000, last.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task A_cut_connection_writes_nothing_and_leaves_no_file()
    {
        var body = new StreamContent(new CutStream("email\ncut@cut.example\n"u8.ToArray()));
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        await Assert.ThrowsAnyAsync<Exception>(() => door.Client.PostAsync("/api/subscribers/import", body));
        Assert.Equal(HttpStatusCode.NotFound, (await door.Client.GetAsync("/api/subscribers/cut@cut.example")).StatusCode);
        Assert.Empty(Directory.GetFiles(door.Directory, "import-*"));
    }

    [Fact]
    public async Task What_was_exported_is_imported_again_as_it_was()
    {
        await using var one = await OtherDoor.OpenAsync();
        await using var two = await OtherDoor.OpenAsync();
        await one.Door.ImportAsync("email,name,list,state,city\n=sum@trip.example,+Ann,trip,,\"-a,\"\"b\"\"\"\n"
            + "=sum@trip.example,+Ann,more,,\ngone@trip.example,'G,trip,unsubscribed,\n");
        var first = await ExportAsync(one.Door);
        Assert.Contains("'=sum@trip.example,'+Ann,trip,active,", first);
        Assert.Contains("'=sum@trip.example,'+Ann,more,active,", first);
        Assert.Contains("gone@trip.example,'G,,unsubscribed,", first);
        var last = await LastLineAsync(await two.Door.ImportAsync(first));
        Assert.Equal((2, 0), (Number(last, "imported"), Number(last, "refused")));
        Assert.Equal(first, await ExportAsync(two.Door));
        Assert.Equal("+Ann", (await two.Door.GetAsync("/api/subscribers/=sum@trip.example")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Readers_with_all_the_attributes_they_may_have_make_the_journey_too()
    {
        await using var one = await OtherDoor.OpenAsync();
        await using var two = await OtherDoor.OpenAsync();
        foreach (var reader in new[] { "a", "b" })
        {
            var attributes = Enumerable.Range(0, 100).ToDictionary(number => $"{reader}{number}", number => $"value {number}");
            await one.Door.PostAsync("/api/subscribers", new { email = $"{reader}@wide.example", attributes });
        }

        var file = await ExportAsync(one.Door);
        var last = await LastLineAsync(await two.Door.ImportAsync(file));
        Assert.Equal((2, 0), (Number(last, "imported"), Number(last, "refused")));
        Assert.Equal(file, await ExportAsync(two.Door));
    }

    [Fact]
    public async Task A_line_with_more_attributes_than_a_reader_may_have_is_refused()
    {
        var names = string.Join(',', Enumerable.Range(0, 101).Select(number => $"a{number}"));
        var file = $"email,{names}\nfull@wide.example{string.Concat(Enumerable.Repeat(",x", 101))}\nsome@wide.example,x{new string(',', 100)}\n";
        var last = await LastLineAsync(await door.ImportAsync(file));
        Assert.Equal((1, 1), (Number(last, "imported"), Number(last, "refused")));
        Assert.Equal("the line has 101 attributes, a reader at most 100", last.GetProperty("errors")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_reader_who_left_the_only_list_does_not_come_back_by_export_and_import()
    {
        await door.PostAsync("/api/subscribers", new { email = "left@export.example", lists = Array.Empty<string>() });
        Assert.DoesNotContain("left@export.example", await (await door.Client.GetAsync("/api/subscribers/export")).Content.ReadAsStringAsync());
        foreach (var state in new[] { "x", "" })
            await Refusal.IsAsync(await door.Client.GetAsync($"/api/subscribers/export?state={state}"), 400, "state");
    }

    private static long Number(JsonElement line, string name) => line.GetProperty(name).GetInt64();

    private static async Task<JsonElement> LastLineAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize<JsonElement>(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    private static async Task<string> ExportAsync(WebDoor from) =>
        await (await from.Client.GetAsync("/api/subscribers/export")).Content.ReadAsStringAsync();

    private sealed record OtherDoor(WebDoor Door) : IAsyncDisposable
    {
        public static async Task<OtherDoor> OpenAsync()
        {
            var door = new WebDoor();
            await door.InitializeAsync();
            return new OtherDoor(door);
        }

        public async ValueTask DisposeAsync() => await Door.DisposeAsync();
    }

    /// <summary>Gives its bytes and then breaks, as a connection does.</summary>
    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("cut");
    }
}
