using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ActorMail.Options;

namespace ActorMail.Node.Tests.Http;

/// <summary>Callers that are gone before anybody answers them, often enough that some are gone before their request is looked at.</summary>
public sealed class HangingUpOverHttpTests : IAsyncLifetime
{
    private const int Calls = 20;
    private const string Json = "application/json";
    private const string HookSecret = "a secret of the plugin's";
    private readonly WebDoor _door = new() { OnASocket = true };

    public Task InitializeAsync()
    {
        _door.Options.Hooks.Add(new HookOptions { Kind = "wp-webhooks", Secret = HookSecret, Name = "plugin", Draft = true });
        return _door.InitializeAsync();
    }

    public Task DisposeAsync() => _door.DisposeAsync();

    [Fact]
    public async Task Every_one_click_unsubscribes()
    {
        List<string> tokens = [];
        for (var call = 0; call < Calls; call++) tokens.Add(await _door.UnsubscribeTokenAsync($"r{call}@click.example", "click"));
        foreach (var token in tokens)
            Hurl("POST", $"/u/{token}", "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
        await ReachesAsync("click", members: 0);
    }

    [Fact]
    public async Task Every_article_of_a_hook_is_a_post()
    {
        for (var call = 0; call < Calls; call++)
        {
            var article = $$$"""{"post":{"ID":{{{call}}},"post_title":"T","post_content":"<p>x</p>","post_type":"post","post_status":"publish"}}""";
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(HookSecret), Encoding.UTF8.GetBytes(article));
            Hurl("POST", "/hooks/plugin", Json, article, more: $"X-WP-Webhook-Signature: {Convert.ToBase64String(signature)}\r\n");
        }

        await CountsAsync("/api/posts?limit=100", "posts", Calls);
    }

    [Fact]
    public async Task Every_subscriber_is_added_changed_and_erased()
    {
        for (var call = 0; call < Calls; call++)
            Hurl("POST", "/api/subscribers", Json, $$"""{"email":"r{{call}}@sub.example","lists":["sub"]}""");
        await ReachesAsync("sub", Calls);
        for (var call = 0; call < Calls; call++) Hurl("PATCH", $"/api/subscribers/r{call}@sub.example", Json, """{"lists":["other"]}""");
        await ReachesAsync("other", Calls);
        for (var call = 0; call < Calls; call++) Hurl("DELETE", $"/api/subscribers/r{call}@sub.example", Json, "");
        await ReachesAsync("other", members: 0);
    }

    [Fact]
    public async Task Every_import_that_came_whole_is_done_and_one_that_broke_off_is_not()
    {
        const int files = 5, lines = 200;
        for (var file = 0; file < files; file++)
        {
            var csv = "email\n" + string.Concat(Enumerable.Range(0, lines).Select(line => $"r{line}@file{file}.example\n"));
            Hurl("POST", "/api/subscribers/import?list=cut", "text/csv", csv, cut: 1);
            Hurl("POST", "/api/subscribers/import?list=whole", "text/csv", csv);
        }

        await ReachesAsync("whole", files * lines);
        await ReachesAsync("cut", members: 0);
    }

    [Fact]
    public async Task Every_digest_is_put_and_removed()
    {
        for (var call = 0; call < Calls; call++)
            Hurl("PUT", $"/api/digests/d{call}", Json, """{"list":"default","cron":"0 8 * * 1","subject":"The week"}""");
        await CountsAsync("/api/digests", "digests", Calls);
        for (var call = 0; call < Calls; call++) Hurl("DELETE", $"/api/digests/d{call}", Json, "");
        await CountsAsync("/api/digests", "digests", 0);
    }

    /// <param name="cut">So many of the last bytes are not sent.</param>
    private void Hurl(string method, string path, string type, string body, string more = "", int cut = 0)
    {
        var door = _door.Client.BaseAddress!;
        var request = $"{method} {path} HTTP/1.1\r\nHost: {door.Authority}\r\nContent-Type: {type}\r\n{more}"
            + $"Content-Length: {body.Length}\r\n\r\n{body}";
        using var socket = new TcpClient(door.Host, door.Port);
        socket.Client.Send(Encoding.ASCII.GetBytes(request[..^cut]));
    }

    private Task ReachesAsync(string list, int members) => CountsAsync($"/api/subscribers?limit=1000&list={list}", "subscribers", members);

    private Task CountsAsync(string path, string what, int count) => Eventually.BecomesAsync(
        async () => (await _door.GetAsync(path)).GetProperty(what).GetArrayLength(), found => found == count, $"{count} {what}",
        TimeSpan.FromSeconds(30));
}
