using System.Net;
using System.Text;
using ActorMail.SignUps;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Node.Tests.Http;

public sealed class SignUpOverHttpTests : IAsyncLifetime
{
    private readonly WebDoor _door = new();

    private HttpClient Client => _door.Client;

    public async Task InitializeAsync()
    {
        _door.Options.SignUp.Lists.Add("News");
        _door.Options.SignUp.Lists.Add("weekly");
        await _door.InitializeAsync();
    }

    public Task DisposeAsync() => _door.DisposeAsync();

    [Fact]
    public async Task Without_a_list_there_is_no_form()
    {
        _door.Options.SignUp.Lists.Clear();
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/subscribe")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SignUpAsync("ada@example.net")).StatusCode);
        Assert.Empty(_door.Relay.Began);
    }

    [Fact]
    public async Task The_form_offers_the_lists_and_runs_nothing()
    {
        var answer = await Client.GetAsync("/subscribe?list=weekly");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("value=\"news\">", page);
        Assert.Contains("value=\"weekly\" checked>", page);
        Assert.DoesNotContain("<script", page);
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task A_link_is_looked_at_without_effect_and_its_button_confirms()
    {
        Assert.Contains("Look into your mailbox", await TextAsync(await SignUpAsync("ada@example.net", "news")));
        var token = await TokenAsync();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Get })
        {
            var look = await Client.SendAsync(new HttpRequestMessage(method, $"/c/{token}"));
            Assert.Equal(HttpStatusCode.OK, look.StatusCode);
            var page = await TextAsync(look);
            Assert.DoesNotContain("ada@", page);
            if (method == HttpMethod.Get) Assert.Contains("<button>Confirm</button>", page);
        }

        Assert.Null(await ReaderAsync("ada@example.net"));
        Assert.Contains("This is confirmed", await TextAsync(await Client.PostAsync($"/c/{token}", null)));
        Assert.Equal(["news"], (await ReaderAsync("ada@example.net"))!.Lists);
        Assert.Contains("This is confirmed", await Client.GetStringAsync($"/c/{token}"));
        Assert.Equal(HttpStatusCode.OK, (await Client.PostAsync($"/c/{token}", null)).StatusCode);
    }

    [Fact]
    public async Task The_name_is_the_readers_own_to_give()
    {
        await PostAsync([new("email", "ada@example.net"), new("list", "news"), new("name", "URGENT: https://evil.example")]);
        var token = await TokenAsync();
        Assert.DoesNotContain("evil", await Client.GetStringAsync($"/c/{token}"));
        var refused = await Client.PostAsync($"/c/{token}", new FormUrlEncodedContent([new("name", "a\nb")]));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("control character", await TextAsync(refused));
        Assert.Null(await ReaderAsync("ada@example.net"));
        await Client.PostAsync($"/c/{token}", new FormUrlEncodedContent([new("name", " Ada ")]));
        Assert.Equal("Ada", (await ReaderAsync("ada@example.net"))!.Name);
    }

    [Fact]
    public async Task Wrong_links_look_alike()
    {
        await SignUpAsync("ada@example.net", "news");
        var token = await TokenAsync();
        var unsubscribe = await _door.UnsubscribeTokenAsync("bob@example.net", "news");
        await Client.DeleteAsync("/api/subscribers/ada@example.net");
        var pages = new List<string>();
        foreach (var wrong in new[] { token, (token[0] == 'A' ? 'B' : 'A') + token[1..], unsubscribe, "x" })
        {
            foreach (var answer in new[] { await Client.GetAsync($"/c/{wrong}"), await Client.PostAsync($"/c/{wrong}", null) })
            {
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                pages.Add(await TextAsync(answer));
            }
        }

        Assert.Single(pages.Distinct());
        Assert.Equal(HttpStatusCode.NotFound, (await Client.PostAsync($"/u/{token}", null)).StatusCode);
    }

    [Fact]
    public async Task A_thousand_sign_ups_of_one_address_are_one_mail()
    {
        (_door.Options.SignUp.PerCaller, _door.Options.SignUp.PerHour) = (10_000, 1_000_000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async lane =>
        {
            var pages = new HashSet<string>();
            for (var n = 0; n < 125; n++) pages.Add(await TextAsync(await SignUpAsync(lane % 2 == 0 ? "ada@example.net" : "ADA@example.net", "news")));
            return pages;
        }));
        await SentAsync(1);
        // Another's mail, asked for later, has gone: so none of Ada's is still to come.
        await SignUpAsync("bob@example.net", "news");
        await SentAsync(2);
        Assert.Equal(["ada@example.net", "bob@example.net"], _door.Relay.Began.Select(mail => mail.Email.ToLowerInvariant()));
        Assert.Single(answers.SelectMany(pages => pages).Distinct());
    }

    [Fact]
    public async Task One_caller_signs_up_so_many_and_is_told_when_to_come_again()
    {
        for (var n = 0; n < 10; n++) Assert.Equal(HttpStatusCode.OK, (await SignUpAsync($"victim{n}@example.net", "news")).StatusCode);
        var refused = await SignUpAsync("victim10@example.net", "news");
        Assert.Equal((HttpStatusCode)429, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(5), refused.Headers.RetryAfter!.Delta);
        Assert.Equal((HttpStatusCode)429, (await SignUpAsync("victim10@example.net", "news", json: true)).StatusCode);
        // Somebody else, behind the same proxy of this machine.
        Assert.Equal(HttpStatusCode.OK, (await SignUpAsync("other@example.net", "news", from: "203.0.113.9")).StatusCode);
        Assert.Equal(11, (await Pending()).Count);
    }

    [Fact]
    public async Task The_node_takes_so_many_in_all()
    {
        _door.Options.SignUp.PerHour = 3;
        List<HttpStatusCode> answers = [];
        for (var n = 0; n < 5; n++) answers.Add((await SignUpAsync($"victim{n}@example.net", "news", from: $"203.0.113.{n}")).StatusCode);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, (HttpStatusCode)429, (HttpStatusCode)429], answers);
    }

    [Fact]
    public async Task Whoever_is_asked_for_the_answer_is_the_same()
    {
        await Client.DeleteAsync("/api/subscribers/nobody@example.net");
        await _door.PostAsync("/api/subscribers", new { email = "member@example.net", lists = new[] { "news" } });
        await _door.PostAsync("/api/subscribers", new { email = "gone@example.net", state = "suppressed" });
        var answers = new List<string>();
        foreach (var name in new[] { "new", "member", "gone" })
        {
            var answer = await SignUpAsync($"{name}@example.net", "news");
            answers.Add($"{answer.StatusCode} {string.Join('\n', answer.Headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}"))}"
                + await TextAsync(answer));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(["new@example.net"], (await Pending()).Select(signUp => signUp.Email.ToString()));
    }

    [Fact]
    public async Task A_program_that_fills_in_what_nobody_sees_gets_the_same_answer_and_nothing_happens()
    {
        var answer = await PostAsync([new("email", "ada@example.net"), new("list", "news"), new("leave_empty", "x")]);
        Assert.Contains("Look into your mailbox", await TextAsync(answer));
        Assert.Empty(await Pending());
    }

    [Theory]
    [InlineData("email=nobody&list=weekly", "email: the address has no @")]
    [InlineData("list=news", "email: the address is empty")]
    [InlineData("email=ada@example.net", "list: is missing")]
    [InlineData("email=ada@example.net&list=secret", "list: is none of those offered here")]
    public async Task What_is_wrong_is_named_and_nothing_typed_is_shown(string form, string fault)
    {
        var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        var answer = await Client.PostAsync("/subscribe", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await TextAsync(answer);
        Assert.Contains($"role=\"alert\">{fault}", page);
        Assert.DoesNotContain("secret", page);
        if (form.Contains("weekly")) Assert.Contains("value=\"weekly\" checked>", page);
        Assert.Empty(await Pending());
    }

    [Fact]
    public async Task A_form_that_is_too_large_or_none_is_refused()
    {
        _door.Options.SignUp.PerCaller = 100;
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync([new("email", new string('a', 20_000))])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync("/subscribe", new StringContent("{}", Encoding.UTF8, "application/json"))).StatusCode);
        foreach (var type in new[] { "multipart/form-data; boundary=b", "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data" })
        {
            var junk = new ByteArrayContent(Encoding.ASCII.GetBytes("--b\r\njunk"));
            junk.Headers.TryAddWithoutValidation("Content-Type", type);
            Assert.Equal((type, HttpStatusCode.BadRequest), (type, (await Client.PostAsync("/subscribe", junk)).StatusCode));
        }

        var many = string.Join('&', Enumerable.Range(0, 2000).Select(n => $"a{n}=b"));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Client.PostAsync("/subscribe", new StringContent(many, Encoding.UTF8, "application/x-www-form-urlencoded"))).StatusCode);
    }

    [Fact]
    public async Task A_script_of_any_site_gets_JSON()
    {
        var taken = await SignUpAsync("ada@example.net", "news", json: true);
        Assert.Equal((HttpStatusCode.Accepted, "*"), (taken.StatusCode, taken.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal("pending", (await WebDoor.JsonAsync(taken)).GetProperty("status").GetString());
        var wrong = await SignUpAsync("ada", "news", json: true);
        Assert.Equal("application/problem+json", wrong.Content.Headers.ContentType!.MediaType);
        Assert.Equal("the address has no @", (await WebDoor.JsonAsync(wrong)).GetProperty("errors").GetProperty("email")[0].GetString());
    }

    [Theory]
    [InlineData("application/json, text/plain, */*", "application/json")]
    [InlineData("application/json;q=0.5, text/html", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("*/*", "text/html")]
    public async Task The_answer_has_the_form_its_caller_likes_best(string accept, string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/subscribe")
        {
            Content = new FormUrlEncodedContent([new("email", "ada@example.net"), new("list", "news")]),
        };
        request.Headers.Accept.ParseAdd(accept);
        Assert.Equal(type, (await Client.SendAsync(request)).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Sign_ups_are_listed_in_pages_with_what_became_of_their_mails()
    {
        foreach (var name in new[] { "a", "b", "c" }) await SignUpAsync($"{name}@example.net", "weekly");
        await SentAsync(3);
        await Eventually.TrueAsync(async () => (await Pending()).All(signUp => signUp.State == SignUpState.Mailed), TimeSpan.FromSeconds(10), () => "mailed");
        var first = await _door.GetAsync("/api/sign-ups?limit=2");
        Assert.Equal(["a@example.net", "b@example.net"], first.GetProperty("signUps").EnumerateArray().Select(one => one.GetProperty("email").GetString()));
        var one = first.GetProperty("signUps")[0];
        Assert.Equal(("mailed", 1, "weekly", "250 2.0.0 taken"), (
            one.GetProperty("state").GetString(), one.GetProperty("mails").GetInt32(), one.GetProperty("lists")[0].GetString(),
            one.GetProperty("reply").GetString()));
        var rest = await _door.GetAsync($"/api/sign-ups?limit=2&after={first.GetProperty("next").GetString()}");
        Assert.Equal("c@example.net", Assert.Single(rest.GetProperty("signUps").EnumerateArray()).GetProperty("email").GetString());
        Assert.False(rest.TryGetProperty("next", out _));
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.GetAsync("/api/sign-ups?limit=0&after=x")).StatusCode);
    }

    private Task<IReadOnlyList<SignUp>> Pending() => _door.Database.SignUps.ListAsync(null, 100, default);

    private Task<HttpResponseMessage> SignUpAsync(string email, string? list = null, bool json = false, string? from = null)
    {
        List<KeyValuePair<string, string>> fields = [new("email", email)];
        if (list is not null) fields.Add(new("list", list));
        return PostAsync(fields, json, from);
    }

    private Task<HttpResponseMessage> PostAsync(IEnumerable<KeyValuePair<string, string>> fields, bool json = false, string? from = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/subscribe") { Content = new FormUrlEncodedContent(fields) };
        if (json) request.Headers.Accept.ParseAdd("application/json");
        if (from is not null) request.Headers.Add("X-Forwarded-For", from);
        return Client.SendAsync(request);
    }

    /// <summary>Of the only sign-up there is.</summary>
    private async Task<string> TokenAsync()
    {
        var signUp = Assert.Single(await Pending());
        return _door.Services.GetRequiredService<ConfirmTokens>().Seal(_door.Services.GetRequiredService<AddressMarks>().Of(signUp.Email), 2);
    }

    private Task SentAsync(int mails) => Eventually.TrueAsync(() => _door.Relay.Began.Count == mails, $"{mails} mails", TimeSpan.FromSeconds(20));

    private Task<Subscriber?> ReaderAsync(string email) => _door.Database.Subscribers.ReadAsync(EmailAddress.Parse(email), default);

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();
}
