using ActorMail.Node.Tests.Rig;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace ActorMail.Node.Tests.Triggers;

/// <summary>Pages of another origin than the node's, in a real browser.</summary>
[Collection(TriggerGround.Name)]
public sealed class A_page_publishes_and_is_closed(TriggerGround ground)
{
    [ChromiumTheory]
    [InlineData("fetch", false)]
    [InlineData("fetch", true)]
    [InlineData("beacon", false)]
    [InlineData("beacon", true)]
    public async Task With_fetch_and_with_a_beacon(string snippet, bool killed)
    {
        var subject = $"By {snippet}, killed {killed}";
        var trigger = await ground.PrepareAsync(subject);
        await using var browsing = await Browsing.OfAsync(TriggersPage.Snippet(snippet, ("TRIGGER", trigger.ToString())));
        await ground.GoesOutAsync(subject, killed, async () =>
        {
            // A browser that is starved may drop what a page wanted as it closed; the trigger may be pulled again.
            for (var tries = 0; tries < 3; tries++)
            {
                await browsing.OpenAsync();
                await browsing.Page.EvaluateAsync("() => document.querySelector('button').click()");
                await browsing.RenewAsync();
                if (await ground.IsOutOfDraftAsync(subject, TimeSpan.FromSeconds(15))) return;
            }
        });
    }

    [ChromiumTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_an_image_and_once_however_often_it_is_loaded(bool killed)
    {
        var subject = $"By an image, killed {killed}";
        var image = await ground.PrepareAsync(subject) + ".gif";
        await using var browsing = await Browsing.OfAsync(TriggersPage.Snippet("image", ("IMAGE", image)));
        await ground.GoesOutAsync(subject, killed, browsing.OpenAsync);

        await browsing.Page.ReloadAsync();
        Assert.True(await browsing.Page.EvaluateAsync<bool>("() => document.querySelector('img').naturalWidth === 1"));
        Assert.Equal(TriggerGround.Readers, ground.Mails(subject).Count);
        Assert.Equal("sent", Assert.Single(await ground.PostsAsync(subject)).Status);
    }

    /// <summary>A browser with one page, served from an origin of its own.</summary>
    private sealed class Browsing(
        WebApplication server, IPlaywright playwright, IBrowser browser, IPage page) : IAsyncDisposable
    {
        public IPage Page { get; private set; } = page;

        public static async Task<Browsing> OfAsync(string html)
        {
            var builder = WebApplication.CreateSlimBuilder();
            var address = $"http://localhost:{Ports.Free()}";
            var server = builder.Build();
            server.Urls.Add(address);
            server.MapGet("/", () => TypedResults.Content($"<!doctype html><title>A blog</title>{html}", "text/html"));
            await server.StartAsync();
            var playwright = await Playwright.CreateAsync();
            var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = ChromiumFactAttribute.Path,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            });
            return new Browsing(server, playwright, browser, await browser.NewPageAsync());
        }

        public Task OpenAsync() => Page.GotoAsync(server.Urls.Single());

        /// <summary>Closes the page, whatever it was doing, and has another one.</summary>
        public async Task RenewAsync()
        {
            await Page.CloseAsync();
            Page = await browser.NewPageAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await browser.DisposeAsync();
            playwright.Dispose();
            await server.DisposeAsync();
        }
    }
}
