using System.Net.Http.Json;
using ActorMail.Node.Tests.Rig;
using Microsoft.Playwright;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_reader_signs_up_and_confirms
{
    /// <summary>The form of docs/sign-up.md on a site of its own, in a real browser.</summary>
    [ChromiumFact]
    public async Task From_a_form_of_another_site_to_the_first_letter()
    {
        using var setup = new NodeSetup().Set("SignUp:Lists:0", "news");
        await using var node = await NodeProcess.StartAsync(setup);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = ChromiumFactAttribute.Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync();
        await page.SetContentAsync(new DocPage("sign-up.md").Snippet("form", ("https://mail.example.org/", setup.Url.ToString())));
        await page.Locator("[name=email]").FillAsync("ada@example.net");
        await page.GetByRole(AriaRole.Button, new() { Name = "Subscribe" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Look into your mailbox");

        await page.GotoAsync(new Uri(setup.Url, "inbox").ToString());
        await Eventually.TrueAsync(async () =>
        {
            await page.ReloadAsync();
            return await page.GetByText("Please confirm").CountAsync() == 1;
        }, Scenario.Soon, () => node.Talk);
        await page.GetByText("Please confirm").ClickAsync();
        var link = await page.FrameLocator("iframe").GetByRole(AriaRole.Link, new() { Name = "Confirm the subscription" }).GetAttributeAsync("href");
        await page.GotoAsync(link!);
        await page.GetByLabel("Your name, if you like").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("This is confirmed");

        var letter = new { list = "news", subject = "Spring news", markdown = "Dear {{ subscriber.name }}" };
        var post = await node.Api.FinishedAsync(await node.Api.PublishAsync(letter), Scenario.Soon);
        Assert.Equal(1, post.Totals.Accepted);
    }

    /// <summary>The same form of the node's own page; there the field nobody sees is out of the way of a person.</summary>
    [ChromiumFact]
    public async Task On_the_nodes_own_page()
    {
        using var setup = new NodeSetup().Set("SignUp:Lists:0", "news").Set("SignUp:Lists:1", "weekly");
        await using var node = await NodeProcess.StartAsync(setup);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = ChromiumFactAttribute.Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(setup.Url, "subscribe?list=weekly").ToString());
        await Assertions.Expect(page.Locator("[name=leave_empty]")).Not.ToBeInViewportAsync();
        await page.GetByLabel("E-mail address").FillAsync("ada@example.net");
        await page.GetByLabel("news").CheckAsync();
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Look into your mailbox");
        var pending = await node.Api.Http.GetFromJsonAsync<System.Text.Json.JsonElement>("api/sign-ups");
        Assert.Equal(
            ["news", "weekly"], pending.GetProperty("signUps")[0].GetProperty("lists").EnumerateArray().Select(list => list.GetString()));
    }

    [Fact]
    public async Task A_mail_that_waits_for_its_relay_outlives_a_kill()
    {
        var port = Ports.Free();
        using var setup = NodeSetup.ToRelay(port).Set("SignUp:Lists:0", "news");
        await using (var first = await NodeProcess.StartAsync(setup))
        {
            await SignUpAsync(first);
            await first.KillAsync();
        }

        await using var relay = await Recorder.StartAsync(port: port);
        await using var second = await NodeProcess.StartAsync(setup);
        await relay.ReceivedAsync(1);
        var mail = Assert.Single(relay.Server.Newest(10));
        Assert.Equal(["ada@example.net"], mail.Recipients);
        var answer = await second.Api.Http.PostAsync(ConfirmLink.In(mail.Text), null);
        Assert.Contains("This is confirmed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"lists\":[\"news\"]", await second.Api.Http.GetStringAsync("api/subscribers/ada@example.net"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_told_to_stop_ends_the_mail_it_sends()
    {
        await using var relay = await Recorder.StartAsync(dotDelay: TimeSpan.FromSeconds(2));
        using var setup = NodeSetup.ToRelay(relay.Port).Set("SignUp:Lists:0", "news");
        await using (var first = await NodeProcess.StartAsync(setup))
        {
            await SignUpAsync(first);
            await Eventually.TrueAsync(() => relay.OnTheWire == 1, Scenario.Soon, () => first.Talk);
            Assert.Equal(0, await first.TerminateAsync(Scenario.Soon));
        }

        await using var second = await NodeProcess.StartAsync(setup);
        Assert.Contains("\"state\":\"mailed\"", await second.Api.Http.GetStringAsync("api/sign-ups"), StringComparison.Ordinal);
        Assert.Single(relay.Taken);
    }

    private static async Task SignUpAsync(NodeProcess node)
    {
        var answer = await node.Api.Http.PostAsync("subscribe", new FormUrlEncodedContent([new("email", "ada@example.net")]));
        answer.EnsureSuccessStatusCode();
    }
}
