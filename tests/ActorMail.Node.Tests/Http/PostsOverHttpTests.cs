using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ActorMail.Relays;

namespace ActorMail.Node.Tests.Http;

public sealed class PostsOverHttpTests(WebDoor door) : IClassFixture<WebDoor>
{
    [Fact]
    public async Task A_publish_is_accepted_with_its_address_and_the_books_balance_in_the_end()
    {
        await door.ImportAsync("email\none@books.example\ntwo@books.example\n", "?list=books");
        var answer = await door.PostAsync("/api/posts", new { subject = "Hello", markdown = "# Hi", list = "books" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var accepted = await WebDoor.JsonAsync(answer);
        var id = accepted.GetProperty("id").GetString()!;
        Assert.Equal("sending", accepted.GetProperty("status").GetString());
        Assert.Equal($"/api/posts/{id}", answer.Headers.Location!.ToString());

        var post = await door.ReachesAsync(id, "sent");
        Assert.True(post.GetProperty("balanced").GetBoolean());
        Assert.Equal(2, post.GetProperty("totals").GetProperty("accepted").GetInt64());
        Assert.Equal(0, post.GetProperty("totals").GetProperty("pending").GetInt64());
        Assert.False(post.TryGetProperty("publishAt", out _));
        Assert.False(post.TryGetProperty("pausedBecause", out _));
    }

    [Fact]
    public async Task The_same_key_and_body_give_the_same_answer_and_another_body_a_conflict()
    {
        var first = await PublishWithKeyAsync("key-1", """{"subject":"S","markdown":"m","draft":true}""");
        var again = await PublishWithKeyAsync("key-1", """{"subject":"S","markdown":"m","draft":true}""");
        var other = await PublishWithKeyAsync("key-1", """{"subject":"T","markdown":"m","draft":true}""");
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        await Refusal.IsAsync(other, 409, "Idempotency-Key");
    }

    [Theory]
    [InlineData("""{"subject":"S","markdown":"m","colour":"red","List":"x"}""", "colour", "is not known here")]
    [InlineData("""{"subject":"S","markdown":"m","colour":"red","List":"x"}""", "List", "is not known here")]
    [InlineData("""{"subject":7,"markdown":"m"}""", "subject", "wrong type")]
    [InlineData("""{"subject":"S","markdown":"m","draft":"yes"}""", "draft", "wrong type")]
    [InlineData("""{"subject":"S","markdown":"m","publishAt":"tomorrow"}""", "publishAt", "is no time")]
    [InlineData("""{"subject":"S","markdown":"m","publishAt":"2030-01-01T00:00:00"}""", "publishAt", "is no time")]
    [InlineData("""{"subject":"S","markdown":"m","publishAt":"2030-13-01T00:00:00Z"}""", "publishAt", "is no time")]
    [InlineData("""{"subject":"S","markdown":"m","publishAt":"2020-01-01T00:00:00Z"}""", "publishAt", "in the past")]
    [InlineData("""{"subject":"S","markdown":"m","list":"no such list"}""", "list", "list name")]
    [InlineData("""{"subject":"S","markdown":"m","list":"nobody-made-this"}""", "list", "nobody-made-this")]
    [InlineData("""{"markdown":"m"}""", "subject", "missing")]
    [InlineData("""{"subject":"a","markdown":"m","subject":"b"}""", "subject", "is named twice")]
    [InlineData("""{"subject":"S","markdown":"m","canary":{"size":1,"maxrejected":0.1}}""", "canary.maxrejected", "is not known here; known are size,")]
    [InlineData("""{"subject":"S","markdown":"m","canary":{"size":1,"size":2}}""", "canary.size", "is named twice")]
    [InlineData("""{"subject":"S","markdown":"m","canary":{"size":"one"}}""", "canary.size", "wrong type")]
    public async Task A_wrong_field_is_named(string body, string field, string message)
    {
        var answer = await door.Client.PostAsync("/api/posts", Json(body));
        var problem = await Refusal.IsAsync(answer, 400, "");
        Assert.Contains(message, problem.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Theory]
    [InlineData("{\"subject\":\"S\",\n  markdown}", "line 2, byte 3")]
    [InlineData("", "no JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("{\"subject\":\"\\ud800\",\"markdown\":\"m\"}", "not Unicode")]
    [InlineData("{\"\\ud800\":\"a\",\"markdown\":\"m\"}", "not Unicode")]
    [InlineData("{\"subject\":\"S\"} trailing", "no JSON")]
    public async Task A_body_that_is_no_JSON_object_is_refused_with_its_place(string body, string detail) =>
        await Refusal.IsAsync(await door.Client.PostAsync("/api/posts", Json(body)), 400, detail);

    [Fact]
    public async Task A_deeply_nested_body_is_refused() => await Refusal.IsAsync(
        await door.Client.PostAsync("/api/posts", Json(new string('[', 100_000))), 400, "nested too deeply");

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_refused()
    {
        var body = new ByteArrayContent(Encoding.Latin1.GetBytes("""{"subject":"é","markdown":"m"}"""));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await Refusal.IsAsync(await door.Client.PostAsync("/api/posts", body), 400, "not UTF-8");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_two_mebibytes_is_refused_whether_its_length_is_told_or_not(bool told)
    {
        var body = Json($$"""{"subject":"S","markdown":"{{new string('m', 2 * 1024 * 1024)}}"}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/posts") { Content = body };
        request.Headers.TransferEncodingChunked = !told;
        await Refusal.IsAsync(await door.Client.SendAsync(request), 413, "2 MiB");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", null, "must be application/json, not application/x-www-form-urlencoded")]
    [InlineData(null, null, "must be application/json, and the request names no Content-Type")]
    [InlineData("application/json; charset=iso-8859-1", null, "must be UTF-8, not iso-8859-1")]
    [InlineData("application/json", "gzip", "Content-Encoding")]
    public async Task A_body_of_another_form_is_refused_with_what_came_and_what_is_wanted(string? type, string? encoding, string said)
    {
        foreach (var path in new[] { "/api/posts", "/api/posts/0000000000000/retry" })
        {
            var body = new ByteArrayContent("""{"subject":"S","markdown":"m","draft":true}"""u8.ToArray());
            if (type is not null) body.Headers.Add("Content-Type", type);
            if (encoding is not null) body.Headers.Add("Content-Encoding", encoding);
            await Refusal.IsAsync(await door.Client.PostAsync(path, body), 415, said);
        }
    }

    [Theory]
    [InlineData("application/json; charset=UTF-8", null)]
    [InlineData("application/json; charset=\"utf-8\"", "identity")]
    public async Task A_body_that_says_what_it_is_anyhow_is_taken(string type, string? encoding)
    {
        var body = new ByteArrayContent("""{"subject":"S","markdown":"m","draft":true}"""u8.ToArray());
        body.Headers.Add("Content-Type", type);
        if (encoding is not null) body.Headers.Add("Content-Encoding", encoding);
        Assert.Equal(HttpStatusCode.Accepted, (await door.Client.PostAsync("/api/posts", body)).StatusCode);
    }

    [Fact]
    public async Task Two_keys_are_no_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/posts") { Content = Json("""{"subject":"S","markdown":"m","draft":true}""") };
        request.Headers.Add("Idempotency-Key", ["key-a", "key-b"]);
        var problem = await Refusal.IsAsync(await door.Client.SendAsync(request), 400, "comes 2 times");
        Assert.True(problem.GetProperty("errors").TryGetProperty("Idempotency-Key", out _));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/deliveries")]
    [InlineData("GET", "/deliveries/a@x.org")]
    [InlineData("GET", "/events")]
    [InlineData("POST", "/publish")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/retry")]
    [InlineData("POST", "/test")]
    [InlineData("PUT", "")]
    public async Task An_unknown_post_is_not_found(string method, string path)
    {
        foreach (var id in new[] { "0000000000000", "nonsense" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/posts/{id}{path}");
            if (path == "/test") request.Content = Json("""{"email":"a@x.org"}""");
            if (method == "PUT") request.Content = Json("""{"subject":"S","markdown":"m"}""");
            await Refusal.IsAsync(await door.Client.SendAsync(request), 404, "no post");
        }
    }

    [Fact]
    public async Task A_command_the_state_forbids_is_a_conflict_that_names_the_state()
    {
        await door.PostAsync("/api/subscribers", new { email = "one@state.example", lists = new[] { "state" } });
        var id = await door.PublishAsync(list: "state");
        await door.ReachesAsync(id, "sent");
        await Refusal.IsAsync(await door.Client.PostAsync($"/api/posts/{id}/resume", null), 409, "sent");
        await Refusal.IsAsync(await door.Client.PutAsync($"/api/posts/{id}", Json("""{"subject":"S","markdown":"m"}""")), 409, "sent");
    }

    [Fact]
    public async Task A_draft_is_amended_scheduled_published_and_listed()
    {
        var draft = await WebDoor.JsonAsync(await door.PostAsync("/api/posts", new { subject = "A", markdown = "m", draft = true }));
        var id = draft.GetProperty("id").GetString();
        Assert.Equal("draft", draft.GetProperty("status").GetString());
        var amended = await WebDoor.JsonAsync(await door.Client.PutAsync($"/api/posts/{id}", Json("""{"subject":"B","html":"<p>b</p>"}""")));
        Assert.Equal(("B", 2), (amended.GetProperty("subject").GetString(), amended.GetProperty("revision").GetInt32()));
        await door.PostAsync("/api/posts", new { subject = "C", markdown = "m", draft = true });

        var first = await door.GetAsync("/api/posts?limit=1");
        var second = await door.GetAsync($"/api/posts?limit=1&before={first.GetProperty("next").GetString()}");
        Assert.NotEqual(first.GetProperty("posts")[0].GetProperty("id").GetString(), second.GetProperty("posts")[0].GetProperty("id").GetString());
        await Refusal.IsAsync(await door.Client.GetAsync("/api/posts?limit=0"), 400, "limit");
        await Refusal.IsAsync(await door.Client.GetAsync("/api/posts?before=x"), 400, "before");

        var published = await WebDoor.JsonAsync(await door.Client.PostAsync($"/api/posts/{id}/publish", null));
        Assert.Contains(published.GetProperty("status").GetString(), new[] { "sending", "sent" });
    }

    [Fact]
    public async Task A_test_mail_tells_the_relays_answer()
    {
        var id = await door.PublishAsync();
        var told = await WebDoor.JsonAsync(await door.PostAsync($"/api/posts/{id}/test", new { email = "me@example.org" }));
        Assert.True(told.GetProperty("accepted").GetBoolean());
        await Refusal.IsAsync(await door.PostAsync($"/api/posts/{id}/test", new { email = "me" }), 400, "no @");
    }

    [Fact]
    public async Task Events_show_progress_and_end_when_the_post_is_finished()
    {
        await door.ImportAsync("email\none@events.example\n", "?list=events");
        var id = await door.PublishAsync(list: "events");
        var answer = await door.Client.GetAsync($"/api/posts/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var events = (await answer.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(events[..^1], text => Assert.StartsWith("event: progress\ndata: {", text));
        Assert.StartsWith("event: end\ndata: {", events[^1]);
        var last = JsonSerializer.Deserialize<JsonElement>(events[^1].Split("data: ")[1]);
        Assert.Equal("sent", last.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Rejected_readers_are_retried_on_demand()
    {
        var refusing = true;
        door.Relay.Answer = (email, _) => Task.FromResult(refusing && email == "no@retry.example"
            ? new SendResult.Rejected(new SmtpReply(550, "5.1.1", "unknown"))
            : ScriptedRelay.Accepted);
        await door.ImportAsync("email\nyes@retry.example\nno@retry.example\n", "?list=retry");
        var id = await door.PublishAsync(list: "retry");
        await door.ReachesAsync(id, "sent");
        await Refusal.IsAsync(await door.PostAsync($"/api/posts/{id}/retry", new { outcomes = new[] { "lost" } }), 400, "'lost'");
        refusing = false;
        var retried = await WebDoor.JsonAsync(await door.Client.PostAsync($"/api/posts/{id}/retry", null));
        Assert.Equal(1, retried.GetProperty("requeued").GetInt32());
        var post = await door.ReachesAsync(id, "sent");
        Assert.Equal(2, post.GetProperty("totals").GetProperty("accepted").GetInt64());
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> PublishWithKeyAsync(string key, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/posts") { Content = Json(body) };
        request.Headers.Add("Idempotency-Key", key);
        return door.Client.SendAsync(request);
    }
}
