using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ActorMail.Options;
using ActorMail.Webhooks;

namespace ActorMail.Node.Tests.Http;

public sealed class HooksOverHttpTests : IAsyncLifetime
{
    private const string GhostSecret = "a secret of ghost's";
    private const string PluginSecret = "a secret of the plugin's";
    private const string SnippetSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly WebDoor _door = new();

    public Task InitializeAsync()
    {
        _door.Options.Hooks.Add(new HookOptions { Kind = "ghost", Secret = GhostSecret });
        _door.Options.Hooks.Add(new HookOptions { Kind = "wordpress", Secret = SnippetSecret, Draft = true });
        _door.Options.Hooks.Add(new HookOptions { Kind = "wp-webhooks", Secret = PluginSecret, Name = "plugin" });
        return _door.InitializeAsync();
    }

    public Task DisposeAsync() => _door.DisposeAsync();

    [Fact]
    public async Task What_Ghost_publishes_becomes_one_post_however_often_it_is_told()
    {
        var told = await GhostAsync(Ghost());
        Assert.Equal(HttpStatusCode.Accepted, told.Status);
        Assert.Equal("published", told.Json.GetProperty("result").GetString());
        var id = told.Json.GetProperty("post").GetString()!;
        var post = await _door.GetAsync($"/api/posts/{id}");
        Assert.Equal("Low tide & {x}", post.GetProperty("subject").GetString());

        var again = await GhostAsync(Ghost());
        var edited = await GhostAsync(Ghost(title: "Low tide, corrected"));
        Assert.Equal(
            [(HttpStatusCode.OK, "known", id), (HttpStatusCode.OK, "known", id)],
            new[] { again, edited }.Select(answer => (answer.Status, answer.Json.GetProperty("result").GetString()!, answer.Json.GetProperty("post").GetString()!)));
        var anew = await GhostAsync(Ghost(publishedAt: "2026-02-01T00:00:00.000Z"));
        Assert.Equal("published", anew.Json.GetProperty("result").GetString());
    }

    [Theory]
    [InlineData("draft", "public", "not published")]
    [InlineData("published", "members", "for members only")]
    [InlineData("published", "paid", "for paid only")]
    public async Task What_is_not_for_everybody_is_not_sent(string status, string visibility, string why)
    {
        var told = await GhostAsync(Ghost(status: status, visibility: visibility));
        Assert.Equal((HttpStatusCode.OK, "ignored"), (told.Status, told.Json.GetProperty("result").GetString()));
        Assert.Contains(why, told.Json.GetProperty("why").GetString());
        Assert.Empty((await _door.GetAsync("/api/posts")).GetProperty("posts").EnumerateArray());
    }

    [Fact]
    public async Task Who_cannot_sign_is_refused_and_nothing_is_stored()
    {
        await Refusal.IsAsync(await SendAsync("ghost", Ghost()), 401, "X-Ghost-Signature is needed");
        await Refusal.IsAsync(await SendAsync("ghost", Ghost(), ("X-Ghost-Signature", Signed(Ghost(), "another secret"))), 401, "not ours");
        await Refusal.IsAsync(await SendAsync("ghost", Ghost(title: "x"), ("X-Ghost-Signature", Signed(Ghost(), GhostSecret))), 401, "not ours");
        var old = TimeProvider.System.GetUtcNow().AddMinutes(-6);
        await Refusal.IsAsync(await SendAsync("ghost", Ghost(), ("X-Ghost-Signature", Signed(Ghost(), GhostSecret, old))), 401, "minutes off");
        await Refusal.IsAsync(await SendAsync("unknown", Ghost(), ("X-Ghost-Signature", Signed(Ghost(), GhostSecret))), 404, "no such hook");
        await Refusal.IsAsync(await SendAsync("ghost", new string(' ', 5 * 1024 * 1024)), 413, "4 MiB");
        var packed = new StringContent(Ghost()) { Headers = { ContentEncoding = { "gzip" } } };
        await Refusal.IsAsync(await _door.Client.PostAsync("/hooks/ghost", packed), 415, "Content-Encoding: gzip");
        const string broken = "{\"post\":";
        await Refusal.IsAsync(await SendAsync("ghost", broken, ("X-Ghost-Signature", Signed(broken, GhostSecret))), 400, "no JSON");
        Assert.Empty((await _door.GetAsync("/api/posts")).GetProperty("posts").EnumerateArray());
    }

    [Fact]
    public async Task The_snippet_of_WordPress_makes_a_draft_where_that_is_wished()
    {
        var body = WordPress();
        var now = TimeProvider.System.GetUtcNow();
        Assert.True(WebhookSecret.TryParse(SnippetSecret, out var secret, out _));
        (string, string)[] headers =
        [
            ("webhook-id", "wp_182"), ("webhook-timestamp", StandardWebhook.Timestamp(now)),
            ("webhook-signature", StandardWebhook.Sign([secret], "wp_182", now, Encoding.UTF8.GetBytes(body))),
        ];
        var answer = await SendAsync("wordpress", body, headers);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var post = await _door.GetAsync($"/api/posts/{(await WebDoor.JsonAsync(answer)).GetProperty("post").GetString()}");
        Assert.Equal(("draft", "Low tide – new steps"), (post.GetProperty("status").GetString(), post.GetProperty("subject").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("wordpress", body, headers)).StatusCode);
    }

    [Theory]
    [InlineData("publish", "post", "", "published")]
    [InlineData("draft", "post", "", "ignored")]
    [InlineData("publish", "page", "", "ignored")]
    [InlineData("publish", "post", "hush", "ignored")]
    public async Task The_plugin_is_understood(string status, string type, string password, string result)
    {
        var body = WordPress(status, type, password);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(PluginSecret), Encoding.UTF8.GetBytes(body)));
        var answer = await SendAsync("plugin", body, ("X-WP-Webhook-Signature", signature));
        Assert.Equal(result, (await WebDoor.JsonAsync(answer)).GetProperty("result").GetString());
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> GhostAsync(string body)
    {
        var answer = await SendAsync("ghost", body, ("X-Ghost-Signature", Signed(body, GhostSecret)));
        return (answer.StatusCode, await WebDoor.JsonAsync(answer));
    }

    private async Task<HttpResponseMessage> SendAsync(string hook, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{hook}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await _door.Client.SendAsync(request);
    }

    private static string Signed(string body, string secret, DateTimeOffset? at = null)
    {
        var time = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeMilliseconds();
        return $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{body}{time}")))}, t={time}";
    }

    private static string Ghost(
        string title = "Low tide & {x}", string status = "published", string visibility = "public", string publishedAt = "2026-01-06T09:00:00.000Z") =>
        JsonSerializer.Serialize(new
        {
            post = new
            {
                current = new
                {
                    id = "695b8a1e9d2c4a0001f0c3aa", uuid = "0b2c", title, slug = "low-tide", html = "<p>Mind the <a href=\"/steps/\">steps</a>.</p>",
                    status, visibility, published_at = publishedAt, url = "https://salt.example/low-tide/", feature_image = (string?)null,
                },
                previous = new { status = "draft", published_at = (string?)null },
            },
        });

    private static string WordPress(string status = "publish", string type = "post", string password = "") => JsonSerializer.Serialize(new
    {
        post_id = 182,
        post = new
        {
            ID = 182, post_title = "Low tide &#8211; new steps", post_content = "<!-- wp:paragraph --><p>Mind them.</p><!-- /wp:paragraph -->",
            post_status = status, post_type = type, post_password = password, post_date_gmt = "2026-01-06 09:12:44", post_name = "low-tide",
        },
        post_permalink = "https://harbour.example/2026/01/low-tide/",
    });
}
