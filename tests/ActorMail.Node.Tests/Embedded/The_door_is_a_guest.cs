using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActorMail.Node.Tests.Embedded;

public sealed class The_door_is_a_guest
{
    [Fact]
    public async Task The_applications_own_address_answers_where_both_have_one()
    {
        await using var app = await Application.StartAsync(map: app =>
        {
            app.MapActorMail();
            app.MapGet("/", () => "the application's page");
            app.MapGet("/inbox", () => "the application's inbox");
        });
        Assert.Equal("the application's page", await app.Client.GetStringAsync("/"));
        Assert.Equal("the application's inbox", await app.Client.GetStringAsync("/inbox"));
        Assert.Contains("\"posts\":", await app.Client.GetStringAsync("/api/posts"));
        foreach (var left in new[] { "/healthz", "/readyz", "/openapi/v1.json", "/nowhere" })
            Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync(left)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.PostAsync("/api/migration", null)).StatusCode);
    }

    [Fact]
    public async Task Below_a_prefix_every_link_has_it_in_pages_answers_and_letters()
    {
        await using var app = await Application.StartAsync(
            mail => mail.PublicUrl("https://blog.example.org"), map: app => app.MapActorMail(door => door.Prefix = "/mail"));
        await app.AddReadersAsync("ann@example.org");
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/api/posts")).StatusCode);

        var answer = await app.Client.PostAsJsonAsync("/mail/api/posts", new { subject = "Hello", markdown = "m" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var location = answer.Headers.Location!.ToString();
        Assert.StartsWith("/mail/api/posts/", location);
        Assert.Contains("Hello", await app.Client.GetStringAsync(location));

        await app.Inbox.WaitForAsync(1, TimeSpan.FromSeconds(30));
        var page = await app.Client.GetStringAsync("/mail/");
        Assert.Contains("href=\"/mail/inbox\"", page);
        Assert.DoesNotContain("=\"/inbox", page);
        Assert.Contains("http://localhost/mail/api/posts", page);
        Assert.DoesNotContain("openapi", page);
        Assert.Contains("href=\"/mail/inbox/1\"", await app.Client.GetStringAsync("/mail/inbox"));
        Assert.Contains("src=\"/mail/inbox/1/html\"", await app.Client.GetStringAsync("/mail/inbox/1"));

        var link = app.Inbox.Newest(1)[0].Text!.Split().First(word => word.Contains("/u/"));
        Assert.StartsWith("https://blog.example.org/mail/u/", link);
        Assert.Contains("a…@example.org", await app.Client.GetStringAsync(new Uri(link).AbsolutePath));
    }

    [Theory]
    [InlineData("Production", "127.0.0.1", null, "Nobody may use this yet")]
    [InlineData("Development", "127.0.0.1", null, null)]
    [InlineData("Development", "blog.example.org", null, "only to its own machine")]
    [InlineData("Development", "127.0.0.1", "X-Forwarded-For", "only to its own machine")]
    public async Task Without_key_and_policy_it_is_open_to_the_developers_machine_only(
        string environment, string host, string? header, string? refusal)
    {
        await using var app = await Application.StartAsync(map: app => app.MapActorMail(), environment: environment);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}/api/posts");
        if (header is not null) request.Headers.Add(header, "203.0.113.9");
        var answer = await app.Client.SendAsync(request);
        Assert.Equal(refusal is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        if (refusal is not null) Assert.Contains(refusal, await answer.Content.ReadAsStringAsync());
        // Readers always get in.
        var page = await app.Client.GetAsync($"http://{host}/u/broken");
        Assert.Contains("This link is not valid", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Keys_are_asked_for_without_taking_part_in_the_applications_authentication()
    {
        const string admin = "admin-key-0123456789";
        const string read = "read-key-0123456789";
        await using var app = await Application.StartAsync(
            mail => mail.UseApiKey(admin).UseApiKey(read, "read"),
            services =>
            {
                // Its only scheme, and so its default.
                services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ByHeader>("header", _ => { });
                services.AddAuthorizationBuilder().SetFallbackPolicy(
                    new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            app =>
            {
                app.MapActorMail();
                app.MapGet("/who", (HttpContext context) => context.User.Identity!.Name);
            },
            "Production");

        Assert.Equal("eve", await (await SendAsync(HttpMethod.Get, "/who", user: "eve")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/who", key: admin)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/posts", user: "eve")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/posts", key: read)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Delete, "/api/subscribers/a@example.org", key: read)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, "/api/subscribers/a@example.org", key: admin)).StatusCode);

        Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key = null, string? user = null) =>
            app.Client.SendAsync(Request(method, path, key, user));
    }

    [Fact]
    public async Task The_applications_policies_take_the_place_of_keys()
    {
        await using var app = await Application.StartAsync(
            services: services =>
            {
                services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, ByHeader>("header", _ => { });
                services.AddAuthorizationBuilder()
                    .AddPolicy("owner", policy => policy.RequireUserName("ann"))
                    .AddPolicy("author", policy => policy.RequireClaim(ClaimTypes.Name, "ann", "ben"))
                    .AddPolicy("anybody", policy => policy.RequireAuthenticatedUser());
            },
            map: app => app.MapActorMail(door =>
                (door.AdminPolicy, door.PublishPolicy, door.ReadPolicy) = ("owner", "author", "anybody")),
            environment: "Production");

        foreach (var (user, read, publish, erase) in new[]
        {
            ("ann", 200, 202, 404), ("ben", 200, 202, 403), ("cleo", 200, 403, 403), (null, 401, 401, 401),
        })
        {
            Assert.Equal(read, await StatusAsync(HttpMethod.Get, "/api/posts"));
            Assert.Equal(publish, await StatusAsync(HttpMethod.Post, "/api/posts", new { subject = "s", markdown = "m", draft = true }));
            Assert.Equal(erase, await StatusAsync(HttpMethod.Delete, "/api/subscribers/a@example.org"));

            async Task<int> StatusAsync(HttpMethod method, string path, object? body = null)
            {
                using var request = Request(method, path, null, user);
                if (body is not null) request.Content = JsonContent.Create(body);
                return (int)(await app.Client.SendAsync(request)).StatusCode;
            }
        }

        using var foreign = Request(HttpMethod.Delete, "/api/subscribers/a@example.org", null, "ann");
        foreign.Headers.Add("Origin", "https://evil.example");
        var answer = await app.Client.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("another origin", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_and_a_crooked_prefix_are_told_at_the_start()
    {
        var unknown = await Assert.ThrowsAsync<InvalidOperationException>(() => Application.StartAsync(
            services: services => services.AddAuthorization(), map: app => app.MapActorMail(door => door.AdminPolicy = "ownre")));
        Assert.Contains("ownre", unknown.Message);
        var crooked = await Assert.ThrowsAsync<InvalidOperationException>(() => Application.StartAsync(
            map: app => app.MapActorMail(door => door.Prefix = "mail/")));
        Assert.Contains("'mail/'", crooked.Message);
    }

    [Fact]
    public async Task Without_AddActorMail_it_says_what_is_missing()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        Assert.Contains("AddActorMail", Assert.Throws<InvalidOperationException>(() => app.MapActorMail()).Message);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? key, string? user)
    {
        var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (user is not null) request.Headers.Add("X-User", user);
        return request;
    }

    /// <summary>An application's own login, as simple as can be.</summary>
    private sealed class ByHeader(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(Request.Headers["X-User"] is [{ } name]
                ? AuthenticateResult.Success(new AuthenticationTicket(
                    new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "header")), "header"))
                : AuthenticateResult.NoResult());
    }
}
