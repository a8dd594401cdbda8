using System.Text.RegularExpressions;
using ActorMail.Node.Tests.Rig;
using Microsoft.Playwright;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>The public pages in a real browser.</summary>
public sealed partial class Readers_see_their_pages
{
    [ChromiumFact]
    public async Task A_reader_opens_the_mail_follows_its_link_and_leaves_the_list()
    {
        using var setup = new NodeSetup();
        await using var node = await NodeProcess.StartAsync(setup);
        await node.Api.ImportReadersAsync(3);
        var letter = new { subject = "Spring news", markdown = "# Hello\n\n[leave]({{ unsubscribe_url }})" };
        await node.Api.FinishedAsync(await node.Api.PublishAsync(letter), Scenario.Soon);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = ChromiumFactAttribute.Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(setup.Url, "inbox").ToString());
        await page.GetByText("Spring news").First.ClickAsync();
        var mail = page.FrameLocator("iframe");
        await Assertions.Expect(mail.GetByRole(AriaRole.Heading, new() { Name = "Hello" })).ToBeVisibleAsync();

        var link = await mail.GetByRole(AriaRole.Link, new() { Name = "leave" }).GetAttributeAsync("href");
        await page.GotoAsync(link!);
        await page.GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync(Unsubscribed());
        var next = await node.Api.FinishedAsync(await node.Api.PublishAsync(), Scenario.Soon);
        Assert.Equal(2, next.Totals.Accepted);
    }

    [GeneratedRegex("unsubscribed|no longer|left", RegexOptions.IgnoreCase)]
    private static partial Regex Unsubscribed();
}
