using System.Net;
using System.Text;
using ActorMail.Subscribers;

namespace ActorMail.Node.Tests.Http;

public sealed class UnsubscribeOverHttpTests(WebDoor door) : IClassFixture<WebDoor>
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Looking_at_the_link_changes_nothing_and_shows_no_address(string method)
    {
        var token = await TokenAsync($"looker-{method.ToLowerInvariant()}@u.example");
        var answer = await door.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/u/{token}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("looker", page);
        Assert.DoesNotContain("<script", page);
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("noindex", answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.True(await IsMemberAsync($"looker-{method.ToLowerInvariant()}@u.example"));
    }

    [Theory]
    [InlineData("form")]
    [InlineData("multipart")]
    public async Task A_mail_program_unsubscribes_with_one_POST_and_no_redirect(string kind)
    {
        var token = await TokenAsync($"one-{kind}@u.example");
        HttpContent body = kind == "form"
            ? new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")])
            : new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } };
        await body.LoadIntoBufferAsync();
        var answer = await door.NewClient().PostAsync($"/u/{token}", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.False(await IsMemberAsync($"one-{kind}@u.example"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage=%ZZ&&&")]
    public async Task The_button_and_any_other_POST_unsubscribe_too_with_a_page(string body)
    {
        var email = $"button{body.Length}@u.example";
        var token = await TokenAsync(email);
        var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        var answer = await door.Client.PostAsync($"/u/{token}", content);
        Assert.Contains("You have left the list", await answer.Content.ReadAsStringAsync());
        Assert.False(await IsMemberAsync(email));
        Assert.Contains("You have left the list", await door.Client.GetStringAsync($"/u/{token}"));
        Assert.Equal(HttpStatusCode.OK, (await door.Client.PostAsync($"/u/{token}", null)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_token_and_a_void_one_look_alike()
    {
        var token = await TokenAsync("void@u.example");
        var flipped = (token[0] == 'A' ? 'B' : 'A') + token[1..];
        await door.Client.DeleteAsync("/api/subscribers/void@u.example");
        var answers = new List<string>();
        foreach (var wrong in new[] { flipped, token, "x", new string('A', 48) })
        {
            var answer = await door.Client.PostAsync($"/u/{wrong}", null);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
            answers.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.Single(answers.Distinct());
    }

    private Task<string> TokenAsync(string email) => door.UnsubscribeTokenAsync(email, "u");

    private async Task<bool> IsMemberAsync(string email) =>
        (await door.Database.Subscribers.ReadAsync(EmailAddress.Parse(email), default))!.Lists.Contains("u");
}
