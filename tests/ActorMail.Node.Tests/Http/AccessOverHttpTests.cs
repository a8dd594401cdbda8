using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using ActorMail.Options;

namespace ActorMail.Node.Tests.Http;

public sealed class AccessOverHttpTests(AccessOverHttpTests.KeyedDoor keyed, WebDoor keyless)
    : IClassFixture<AccessOverHttpTests.KeyedDoor>, IClassFixture<WebDoor>
{
    private const string Admin = "admin-key-0123456789";
    private const string Publish = "publish-key-0123456789";
    private const string Read = "read-key-0123456789";

    [Theory]
    [InlineData("GET", "/api/posts", Read)]
    [InlineData("GET", "/api/subscribers", Read)]
    [InlineData("GET", "/api/subscribers/export", Read)]
    [InlineData("GET", "/api/cluster", Read)]
    [InlineData("GET", "/api/relays", Read)]
    [InlineData("GET", "/api/mailers", Read)]
    [InlineData("GET", "/metrics", Read)]
    [InlineData("GET", "/api/operations", Read)]
    [InlineData("POST", "/api/operations/relays", Read)]
    [InlineData("POST", "/api/operations/pause", Publish)]
    [InlineData("GET", "/api/logs", Admin)]
    [InlineData("GET", "/", Read)]
    [InlineData("GET", "/openapi/v1.json", Read)]
    [InlineData("POST", "/api/posts", Publish)]
    [InlineData("POST", "/api/posts/0000000000000/pause", Publish)]
    [InlineData("POST", "/api/subscribers", Admin)]
    [InlineData("POST", "/api/subscribers/import", Admin)]
    [InlineData("DELETE", "/api/subscribers/a@x.org", Admin)]
    [InlineData("POST", "/api/cluster/leave", Admin)]
    [InlineData("POST", "/api/cluster/down", Admin)]
    [InlineData("POST", "/api/migration", Admin)]
    [InlineData("GET", "/api/feeds", Read)]
    [InlineData("POST", "/api/feeds/poll", Publish)]
    [InlineData("GET", "/api/webhooks", Admin)]
    [InlineData("GET", "/api/webhooks/messages", Admin)]
    [InlineData("POST", "/api/webhooks/test", Admin)]
    [InlineData("POST", "/api/webhooks/retry", Admin)]
    [InlineData("POST", "/api/check", Admin)]
    public async Task Each_address_needs_a_key_of_its_role_or_above(string method, string path, string least)
    {
        string[] ascending = [Read, Publish, Admin];
        await Refusal.IsAsync(await SendAsync(null), 401, "Bearer");
        await Refusal.IsAsync(await SendAsync("wrong"), 401, "Bearer");
        foreach (var key in ascending)
        {
            var answer = await SendAsync(key);
            if (Array.IndexOf(ascending, key) < Array.IndexOf(ascending, least)) await Refusal.IsAsync(answer, 403, "role");
            else Assert.False(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
        }

        async Task<HttpResponseMessage> SendAsync(string? key)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (FileType(path) is { } type)
            {
                request.Content = new StringContent("", Encoding.UTF8, type);
            }
            else if (method == "POST" && !path.EndsWith("pause"))
            {
                request.Content = JsonContent.Create(new { });
            }

            return await keyed.NewClient(key).SendAsync(request);
        }
    }

    private static string? FileType(string path) => path switch
    {
        "/api/subscribers/import" => "text/csv",
        "/api/migration" => "application/vnd.sqlite3",
        _ => null,
    };

    [Fact]
    public async Task A_browser_may_give_the_key_as_a_password()
    {
        var answer = await keyed.NewClient().GetAsync("/");
        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Basic");
        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{Read}")));
        Assert.Equal(HttpStatusCode.OK, (await keyed.NewClient().SendAsync(request)).StatusCode);
        foreach (var broken in new[] { "Basic", "Basic ***", "Basic " + new string('A', 5000), "Digest x" })
        {
            using var wrong = new HttpRequestMessage(HttpMethod.Get, "/");
            wrong.Headers.TryAddWithoutValidation("Authorization", broken);
            Assert.Equal(HttpStatusCode.Unauthorized, (await keyed.NewClient().SendAsync(wrong)).StatusCode);
        }
    }

    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.OK)]
    [InlineData("/u/unknown", HttpStatusCode.NotFound)]
    [InlineData("/host", HttpStatusCode.OK)]
    public async Task Some_addresses_need_no_key(string path, HttpStatusCode status) =>
        Assert.Equal(status, (await keyed.NewClient().GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "http://localhost:81", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Origin", "http://localhost", true)]
    [InlineData("Origin", "https://localhost", true)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    public async Task A_page_of_another_origin_may_not_change_anything(string header, string value, bool allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/subscribers") { Content = JsonContent.Create(new { email = "o@o.example" }) };
        request.Headers.Add(header, value);
        var answer = await keyless.Client.SendAsync(request);
        if (allowed) Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        else await Refusal.IsAsync(answer, 403, "another origin");
    }

    [Theory]
    [InlineData("localhost:5080", true)]
    [InlineData("127.0.0.1:5080", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("evil.example", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("localhost.evil.example", false)]
    public async Task Without_keys_only_this_machine_is_answered(string host, bool allowed)
    {
        foreach (var path in new[] { "/api/posts", "/" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            var answer = await keyless.Client.SendAsync(request);
            if (allowed) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            else await Refusal.IsAsync(answer, 403, "localhost");
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    [InlineData("Via")]
    public async Task Without_keys_nobody_is_answered_who_came_through_a_proxy(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/subscribers/export");
        request.Headers.TryAddWithoutValidation(header, "1.1 somewhere");
        await Refusal.IsAsync(await keyless.Client.SendAsync(request), 403, "proxy");
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("GET", "/api", 404)]
    [InlineData("GET", "/nope", 404)]
    [InlineData("POST", "/nope/at/all", 404)]
    [InlineData("POST", "/metrics", 405)]
    [InlineData("DELETE", "/api/posts", 405)]
    [InlineData("GET", "/api/subscribers/import", 404)]
    [InlineData("GET", "/api/posts/%2e%2e%2f%2e%2e", 404)]
    public async Task What_the_framework_refuses_is_a_problem_too(string method, string path, int status) =>
        await Refusal.IsAsync(await keyless.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), status, "");

    public sealed class KeyedDoor : WebDoor
    {
        public KeyedDoor()
        {
            Options.ApiKeys.Add(new ApiKeyOptions { Key = Admin });
            Options.ApiKeys.Add(new ApiKeyOptions { Key = Publish, Role = "publish" });
            Options.ApiKeys.Add(new ApiKeyOptions { Key = Read, Role = "read" });
        }
    }
}
