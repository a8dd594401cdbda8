using System.Text.RegularExpressions;
using ActorMail.Node.Tests.Packages;
using ActorMail.Node.Tests.Rig;
using Microsoft.Playwright;

namespace ActorMail.Node.Tests.Blog;

/// <summary>The sample in a real browser: readers sign up, the author writes and publishes, the mails are there.</summary>
public sealed partial class An_author_publishes_from_the_blog : IDisposable
{
    /// <summary>A folder for pictures of every page; nothing is drawn without it.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("ACTORMAIL_SCREENSHOTS");
    private readonly string _data = NodeSetup.NewFolder();

    public void Dispose()
    {
        if (Directory.Exists(_data)) Directory.Delete(_data, recursive: true);
    }

    [ChromiumFact]
    public async Task Readers_sign_up_and_get_what_the_author_publishes()
    {
        var built = NodeSetup.BuiltProgram.Replace("ActorMail.Node", "Blog");
        await using var blog = await WebProcess.StartAsync(built, Tree.Path("samples/Blog"), "/", $"--Blog:Data={_data}");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = ChromiumFactAttribute.Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(blog.Url.ToString());
        await PictureAsync(page, "empty");
        foreach (var reader in new[] { "ann@example.org", "ben@example.org" })
        {
            await page.GotoAsync(blog.Url.ToString());
            await page.GetByLabel("Your address").FillAsync(reader);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign up" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync($"Look into the mailbox of {reader}");
        }

        await PictureAsync(page, "signed-up");
        await page.GotoAsync(new Uri(blog.Url, "author/write").ToString());
        await page.GetByLabel("Password").FillAsync("high tide");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the password");
        await page.GetByLabel("Password").FillAsync("low tide");
        await PictureAsync(page, "login");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await ConfirmAllAsync(page, blog.Url, readers: 2);
        await page.GotoAsync(new Uri(blog.Url, "author/write").ToString());

        await page.GetByLabel("Title").FillAsync("The ice has gone");
        await page.GetByLabel("Text").FillAsync("# Spring\n\nThe first boats left **this morning**, {{ subscriber.nmae }}.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("markdown");
        await page.GetByLabel("Text").FillAsync("# Spring\n\nThe first boats left **this morning**.");
        await PictureAsync(page, "write");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();

        await page.WaitForURLAsync(PublishedAddress());
        await Assertions.Expect(page.Locator("#figures")).ToHaveTextAsync("Done: 2 of 2 readers have the mail");
        Assert.Equal("100", await page.GetByRole(AriaRole.Progressbar).GetAttributeAsync("aria-valuenow"));
        await PictureAsync(page, "published");

        await page.GetByRole(AriaRole.Link, new() { Name = "Look into the inbox" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The ice has gone")).ToHaveCountAsync(2);
        await PictureAsync(page, "inbox");
        await page.GetByText("The ice has gone").First.ClickAsync();
        await Assertions.Expect(page.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = "Spring" })).ToBeVisibleAsync();
        await PictureAsync(page, "mail");
        await page.GetByRole(AriaRole.Link, new() { Name = "ActorMail" }).ClickAsync();
        await PictureAsync(page, "mail-posts");
        await page.GotoAsync(blog.Url.ToString());
        await PictureAsync(page, "front");
        await page.GetByRole(AriaRole.Link, new() { Name = "The ice has gone" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The ice has gone" })).ToBeVisibleAsync();
        await PictureAsync(page, "article");

        // A stranger sees the blog and nothing of the mail.
        var stranger = await (await browser.NewContextAsync()).NewPageAsync();
        await stranger.GotoAsync(new Uri(blog.Url, "mail/inbox").ToString());
        await Assertions.Expect(stranger.GetByLabel("Password")).ToBeVisibleAsync();
        Assert.Equal(0, await blog.TerminateAsync());
    }

    /// <summary>Each reader opens the link in the mail, which the inbox has caught.</summary>
    private static async Task ConfirmAllAsync(IPage page, Uri blog, int readers)
    {
        for (var reader = 0; reader < readers; reader++)
        {
            await Eventually.TrueAsync(async () =>
            {
                await page.GotoAsync(new Uri(blog, "mail/inbox").ToString());
                return await page.GetByText("Please confirm").CountAsync() == readers;
            }, Scenario.Soon, () => "mails of all readers");
            await page.GetByText("Please confirm").Nth(reader).ClickAsync();
            var link = page.FrameLocator("iframe").GetByRole(AriaRole.Link, new() { Name = "Confirm the subscription" });
            await page.GotoAsync((await link.GetAttributeAsync("href"))!);
            await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("This is confirmed");
            await PictureAsync(page, "confirmed");
        }
    }

    private static Task PictureAsync(IPage page, string name) => Pictures is null
        ? Task.CompletedTask
        : page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });

    [GeneratedRegex("/author/published/1")]
    private static partial Regex PublishedAddress();
}
