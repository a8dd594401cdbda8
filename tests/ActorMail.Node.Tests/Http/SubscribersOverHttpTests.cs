using System.Net;
using System.Net.Http.Json;
using ActorMail.Relays;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ActorMail.Node.Tests.Http;

public sealed class SubscribersOverHttpTests(WebDoor door) : IClassFixture<WebDoor>
{
    [Fact]
    public async Task A_subscriber_is_added_read_changed_and_erased()
    {
        var added = await door.PostAsync("/api/subscribers", new { email = "Ann@Example.ORG", name = "Ann", attributes = new { City = "Riga" } });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var again = await door.PostAsync("/api/subscribers", new { email = "ann@example.org", lists = new[] { "news" } });
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);

        var read = await door.GetAsync(added.Headers.Location!.ToString());
        Assert.Equal(("Ann", "active"), (read.GetProperty("name").GetString(), read.GetProperty("state").GetString()));
        Assert.Equal(["default", "news"], read.GetProperty("lists").EnumerateArray().Select(list => list.GetString()).Order());
        Assert.Equal("Riga", read.GetProperty("attributes").GetProperty("city").GetString());

        var change = new { lists = new[] { "other" }, attributes = new { city = (string?)null, age = "7" } };
        var changed = await WebDoor.JsonAsync(await door.Client.PatchAsJsonAsync("/api/subscribers/ann@example.org", change));
        Assert.Equal("Ann", changed.GetProperty("name").GetString());
        Assert.Equal(["other"], changed.GetProperty("lists").EnumerateArray().Select(list => list.GetString()));
        Assert.Equal("""{"age":"7"}""", changed.GetProperty("attributes").GetRawText());
        changed = await WebDoor.JsonAsync(await door.Client.PatchAsJsonAsync("/api/subscribers/ann@example.org", new { state = "unsubscribed" }));
        Assert.Equal("unsubscribed", changed.GetProperty("state").GetString());
        Assert.Equal("""{"age":"7"}""", changed.GetProperty("attributes").GetRawText());

        Assert.Equal(HttpStatusCode.NoContent, (await door.Client.DeleteAsync("/api/subscribers/ann@example.org")).StatusCode);
        await Refusal.IsAsync(await door.Client.GetAsync("/api/subscribers/ann@example.org"), 404, "no subscriber");
        await Refusal.IsAsync(await door.Client.DeleteAsync("/api/subscribers/ann@example.org"), 404, "no subscriber");
        await Refusal.IsAsync(await door.Client.PatchAsJsonAsync("/api/subscribers/ann@example.org", new { name = "A" }), 404, "no subscriber");
    }

    [Fact]
    public async Task A_change_puts_nobody_on_a_list_that_was_not_named()
    {
        await door.PostAsync("/api/subscribers", new { email = "lea@example.org", lists = new[] { "news" } });
        await door.PostAsync("/api/subscribers", new { email = "lea@example.org", name = "Lea" });
        var read = await door.GetAsync("/api/subscribers/lea@example.org");
        Assert.Equal(["news"], read.GetProperty("lists").EnumerateArray().Select(list => list.GetString()));
        Assert.Equal("Lea", read.GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_address_with_a_slash_is_one_like_others()
    {
        var added = await door.PostAsync("/api/subscribers", new { email = "sales/emea@example.org" });
        var place = added.Headers.Location!.ToString();
        Assert.EndsWith("sales%2Femea%40example.org", place);
        Assert.Equal("sales/emea@example.org", (await door.GetAsync(place)).GetProperty("email").GetString());
        var changed = await WebDoor.JsonAsync(await door.Client.PatchAsJsonAsync(place, new { name = "Sales" }));
        Assert.Equal("Sales", changed.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await door.Client.DeleteAsync(place)).StatusCode);
        await Refusal.IsAsync(await door.Client.GetAsync(place), 404, "no subscriber");
    }

    /// <summary>The test's server keeps no raw target, which Kestrel does.</summary>
    [Theory]
    [InlineData("/api/subscribers/a%2Fb%40example.org", "a/b@example.org")]
    [InlineData("/api/subscribers/a%2fb%40example.org", "a/b@example.org")]
    [InlineData("/api/subscribers/a%252Fb%40example.org", "a%2Fb@example.org")]
    public void Three_signs_are_never_taken_for_another_readers_slash(string target, string address)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        Assert.Equal(address, PathText.Of(context.Request, "a%2Fb@example.org"));
    }

    [Fact]
    public async Task A_hard_bounce_suppresses_with_its_reason_and_is_released_by_hand()
    {
        door.Relay.Answer = (email, _) => Task.FromResult(email == "gone@bounce.example"
            ? ReplyTable.Decide(SmtpPhase.Rcpt, new SmtpReply(550, "5.1.1", "no such user"))
            : ScriptedRelay.Accepted);
        await door.ImportAsync("email\nhere@bounce.example\ngone@bounce.example\n", "?list=bounce");
        var post = await door.PublishAsync(list: "bounce");
        await door.ReachesAsync(post, "sent");

        var reader = await door.GetAsync("/api/subscribers/gone@bounce.example");
        var why = reader.GetProperty("suppression");
        Assert.Equal(("suppressed", "unknown", post, "550 5.1.1 no such user"), (reader.GetProperty("state").GetString(),
            why.GetProperty("reason").GetString(), why.GetProperty("post").GetString(), why.GetProperty("reply").GetString()));
        Assert.Equal(1, (await door.GetAsync("/api/subscribers?list=bounce&state=suppressed")).GetProperty("subscribers").GetArrayLength());

        var next = await door.PublishAsync("Another", list: "bounce");
        await door.ReachesAsync(next, "sent");
        var explained = await door.GetAsync($"/api/posts/{next}/deliveries/gone@bounce.example");
        Assert.Equal("The reader was skipped: The address is suppressed.", explained.GetProperty("summary").GetString());

        await door.Client.PatchAsJsonAsync("/api/subscribers/gone@bounce.example", new { state = "active" });
        reader = await door.GetAsync("/api/subscribers/gone@bounce.example");
        Assert.Equal(("active", false), (reader.GetProperty("state").GetString(), reader.TryGetProperty("suppression", out _)));
    }

    [Theory]
    [InlineData("a@x.org\r\nBcc: b@x.org", "email")]
    [InlineData("\"a b\"@x.org", "email")]
    [InlineData("a@[127.0.0.1]", "email")]
    [InlineData("", "email")]
    public async Task An_address_that_could_carry_a_command_is_refused(string email, string field)
    {
        var problem = await Refusal.IsAsync(await door.PostAsync("/api/subscribers", new { email }), 400, field);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        var wrong = new { email = "x", name = "a\nb", state = "gone", lists = new[] { "no spaces" }, attributes = new { big = new string('x', 2001) } };
        var problem = await Refusal.IsAsync(await door.PostAsync("/api/subscribers", wrong), 400, "");
        Assert.Equal(["attributes", "email", "lists", "name", "state"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task An_attribute_cannot_have_the_name_of_a_column_but_one_of_old_can_go()
    {
        foreach (var column in new[] { "email", "Name", "list", "state" })
        {
            var attributes = new Dictionary<string, string?> { [column] = "x" };
            await Refusal.IsAsync(await door.PostAsync("/api/subscribers", new { email = "a@column.example", attributes }), 400, "a column of");
            attributes[column] = null;
            Assert.True((await door.PostAsync("/api/subscribers", new { email = "a@column.example", attributes })).IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task An_internationalised_domain_is_kept_in_its_ASCII_form()
    {
        var added = await WebDoor.JsonAsync(await door.PostAsync("/api/subscribers", new { email = "ann@bücher.example" }));
        Assert.Equal("ann@xn--bcher-kva.example", added.GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        await door.ImportAsync("email\n1@page.example\n2@page.example\n3@page.example\n", "?list=page");
        var seen = new List<string?>();
        for (var next = ""; next is not null;)
        {
            var page = await door.GetAsync($"/api/subscribers?list=page&limit=2{next}");
            seen.AddRange(page.GetProperty("subscribers").EnumerateArray().Select(reader => reader.GetProperty("email").GetString()));
            next = page.TryGetProperty("next", out var place) ? $"&after={place.GetString()}" : null;
        }

        Assert.Equal(["1@page.example", "2@page.example", "3@page.example"], seen);
        foreach (var wrong in new[] { "after=x", "state=gone", "state=", "list=a b", "limit=1001" })
            await Refusal.IsAsync(await door.Client.GetAsync($"/api/subscribers?{wrong}"), 400, wrong.Split('=')[0]);
    }
}
