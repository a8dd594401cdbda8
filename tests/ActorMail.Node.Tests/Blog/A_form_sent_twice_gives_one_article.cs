using System.Net;
using System.Text.RegularExpressions;
using ActorMail.Node.Tests.Packages;

namespace ActorMail.Node.Tests.Blog;

/// <summary>The sample's publish button, pressed twice before the first answer is there.</summary>
public sealed partial class A_form_sent_twice_gives_one_article : IDisposable
{
    private readonly string _data = NodeSetup.NewFolder();

    public void Dispose()
    {
        if (Directory.Exists(_data)) Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task One_article_and_one_post_however_often_it_is_sent()
    {
        var built = NodeSetup.BuiltProgram.Replace("ActorMail.Node", "Blog");
        await using var blog = await WebProcess.StartAsync(built, Tree.Path("samples/Blog"), "/", $"--Blog:Data={_data}");
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var author = new HttpClient(handler) { BaseAddress = blog.Url };
        var login = await FieldsAsync(author, "/login");
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(author, "/login", [.. login, new("password", "low tide")])).StatusCode);

        var empty = await FieldsAsync(author, "/author/write");
        KeyValuePair<string, string>[] form = [.. empty, new("title", "The ice has gone"), new("markdown", "# Spring")];
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SendAsync(author, "/author/write", form)));
        Assert.Equal(["/author/published/1"], answers.Select(answer => answer.Headers.Location?.ToString().ToLowerInvariant()).Distinct());
        Assert.Single(Articles().Matches(await author.GetStringAsync("/")));
        Assert.Single(Subjects().Matches(await author.GetStringAsync("/mail/api/posts")));

        // Another text in the form that was sent, as after a step back: it is told, not lost and not published.
        var changed = await SendAsync(author, "/author/write", [.. empty, new("title", "The ice is back"), new("markdown", "# Winter")]);
        var page = await changed.Content.ReadAsStringAsync();
        Assert.Contains("has given an article already", page);
        Assert.Contains("# Winter", page);

        // A new form is a new article, of the same words too.
        form = [.. await FieldsAsync(author, "/author/write"), .. form[^2..]];
        Assert.EndsWith("/2", (await SendAsync(author, "/author/write", form)).Headers.Location!.ToString());
        Assert.Equal(2, Subjects().Matches(await author.GetStringAsync("/mail/api/posts")).Count);
    }

    private static async Task<List<KeyValuePair<string, string>>> FieldsAsync(HttpClient author, string page) =>
    [
        .. Hidden().Matches(await author.GetStringAsync(page))
            .Select(field => new KeyValuePair<string, string>(field.Groups["name"].Value, field.Groups["value"].Value)),
    ];

    private static Task<HttpResponseMessage> SendAsync(HttpClient author, string page, KeyValuePair<string, string>[] form) =>
        author.PostAsync(page, new FormUrlEncodedContent(form));

    [GeneratedRegex("""<input[^>]*name="(?<name>\w+)"[^>]*type="hidden"[^>]*value="(?<value>[^"]*)"|<input type="hidden" name="(?<name>\w+)" value="(?<value>[^"]*)""")]
    private static partial Regex Hidden();

    [GeneratedRegex("<article class=\"teaser\">")]
    private static partial Regex Articles();

    [GeneratedRegex("\"subject\":\"The ice has gone\"")]
    private static partial Regex Subjects();
}
