using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ActorMail.DevInbox;

namespace ActorMail.Node.Tests.Http;

public sealed class PagesOverHttpTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private WebDoor _door = null!;

    public async Task InitializeAsync()
    {
        _door = new WebDoor { Inbox = await DevInboxServer.StartAsync(new DevInboxOptions(), default) };
        await _door.InitializeAsync();
    }

    public Task DisposeAsync() => _door.DisposeAsync();

    [Fact]
    public async Task The_first_page_lists_posts_safely_and_leads_to_the_inbox()
    {
        await _door.PostAsync("/api/posts", new { subject = "<script>alert(1)</script>", markdown = "m", draft = true });
        var page = await _door.Client.GetStringAsync("/");
        Assert.Contains("&lt;script&gt;", page);
        Assert.DoesNotContain("<script>", page);
        Assert.Contains("href=\"/inbox\"", page);
    }

    [Fact]
    public async Task A_caught_mail_is_shown_where_it_can_do_nothing()
    {
        await DeliverAsync("<b>bold</b><script>alert(1)</script>", "<i>Sub</i>");
        var list = await _door.Client.GetStringAsync("/inbox");
        Assert.Contains("&lt;i&gt;Sub&lt;/i&gt;", list);
        Assert.Contains("href=\"/inbox/1\"", list);

        var mail = await _door.Client.GetStringAsync("/inbox/1");
        Assert.Contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"", mail);
        Assert.DoesNotContain("<script", mail);
        Assert.Contains("&lt;b&gt;bold", await _door.Client.GetStringAsync("/inbox/1?view=source"));

        var html = await _door.Client.GetAsync("/inbox/1/html");
        var policy = html.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("sandbox allow-popups", policy);
        Assert.DoesNotContain("allow-scripts", policy);
        Assert.DoesNotContain("allow-same-origin", policy);
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("<base target=\"_blank\">", await html.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_mail_that_is_not_kept_is_a_page_that_says_so()
    {
        foreach (var path in new[] { "/inbox/7", "/inbox/0", "/inbox/-1", "/inbox/7/html", "/inbox/9223372036854775807" })
        {
            var answer = await _door.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("No such mail", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Without_an_inbox_there_are_no_inbox_pages()
    {
        var door = new WebDoor();
        await door.InitializeAsync();
        Assert.DoesNotContain("/inbox", await door.Client.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await door.Client.GetAsync("/inbox")).StatusCode);
        await door.DisposeAsync();
    }

    [Fact]
    public async Task The_document_tells_every_address_with_its_refusals_and_nothing_of_the_host()
    {
        var document = await _door.GetAsync("/openapi/v1.json");
        var paths = document.GetProperty("paths");
        Assert.Equal(
            [
                "/api/check", "/api/cluster", "/api/cluster/down", "/api/cluster/leave", "/api/digests", "/api/digests/{name}", "/api/feeds", "/api/feeds/poll", "/api/logs", "/api/logs/events", "/api/mailers", "/api/migration",
                "/api/operations", "/api/operations/cancel", "/api/operations/explain", "/api/operations/mailers",
                "/api/operations/pause", "/api/operations/post", "/api/operations/posts", "/api/operations/relays",
                "/api/operations/resume", "/api/posts", "/api/posts/{id}", "/api/posts/{id}/cancel", "/api/posts/{id}/deliveries",
                "/api/posts/{id}/deliveries/{email}", "/api/posts/{id}/deliveries/{email}/resolve", "/api/posts/{id}/events", "/api/posts/{id}/pause", "/api/posts/{id}/publish",
                "/api/posts/{id}/resume", "/api/posts/{id}/retry", "/api/posts/{id}/test", "/api/posts/{id}/trigger", "/api/relays", "/api/relays/{name}/resume", "/api/sign-ups", "/api/subscribers",
                "/api/subscribers/export", "/api/subscribers/import", "/api/subscribers/{email}",
                "/api/webhooks", "/api/webhooks/messages", "/api/webhooks/retry", "/api/webhooks/test",
            ],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var publish = paths.GetProperty("/api/posts").GetProperty("post");
        Assert.Equal(["202", "400", "401", "403", "409", "413", "415", "500", "503"],
            publish.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order());
        var status = document.GetProperty("components").GetProperty("schemas").GetProperty("PostStatus").GetProperty("enum");
        Assert.Contains("\"sending\"", status.GetRawText());
    }

    /// <summary>The document is kept in the tree, so that a change of the contract is seen in review.</summary>
    [Fact]
    public async Task The_document_is_the_one_in_docs()
    {
        var served = JsonSerializer.Serialize(await _door.GetAsync("/openapi/v1.json"), Indented) + "\n";
        var kept = Path.Combine(Root(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("ACTORMAIL_WRITE_OPENAPI") == "1") await File.WriteAllTextAsync(kept, served);
        Assert.True(served == await File.ReadAllTextAsync(kept),
            "The API has changed: ACTORMAIL_WRITE_OPENAPI=1 dotnet test tests/ActorMail.Node.Tests writes docs/openapi.json anew.");
    }

    [Fact]
    public async Task The_document_refers_only_to_what_it_holds()
    {
        var document = await _door.GetAsync("/openapi/v1.json");
        var references = References(document).Distinct().ToList();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(
            reference[2..].Split('/').Aggregate((JsonElement?)document, Member) is not null, $"{reference} leads nowhere"));
    }

    private static IEnumerable<string> References(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(
            member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ActorMail.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private async Task DeliverAsync(string html, string subject)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _door.Inbox!.Port);
        var mail = $"From: a@x.example\r\nTo: b@x.example\r\nSubject: {subject}\r\nContent-Type: text/html\r\n\r\n{html}\r\n.\r\nQUIT\r\n";
        var talk = $"EHLO test\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n{mail}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(talk));
        await _door.Inbox.WaitForAsync(1, TimeSpan.FromSeconds(10));
    }
}
