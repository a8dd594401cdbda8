using System.IO.Compression;
using System.Net;
using System.Text;
using ActorMail.Feeds;
using ActorMail.Outbound;
using ActorMail.Outbound.Addresses;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Adapters.Tests.Outbound;

public sealed class FeedsOverHttpTests : IAsyncLifetime
{
    private const string Feed = "<rss version=\"2.0\"><channel><title>t</title><link>https://blog.example/</link><item><guid>1</guid><title>One</title></item></channel></rss>";
    private BlogServer _blog = null!;
    private OutboundCalls _calls = null!;

    public async Task InitializeAsync()
    {
        _blog = await BlogServer.StartAsync();
        _calls = Calls(_blog.Trusted);
    }

    public async Task DisposeAsync()
    {
        _calls.Dispose();
        await _blog.DisposeAsync();
    }

    [Fact]
    public async Task A_feed_is_asked_for_what_it_has_changed_since()
    {
        _blog.Say(200, Feed, ("ETag", "W/\"abc\""), ("Last-Modified", "Tue, 06 Jan 2026 09:12:44 GMT"));
        var read = Assert.IsType<FeedAnswer.Read>(await AskAsync());
        Assert.Equal("One", Assert.Single(read.Items).Title);
        Assert.Equal(new FeedValidators("W/\"abc\"", "Tue, 06 Jan 2026 09:12:44 GMT"), read.Validators);

        _blog.Say(304);
        Assert.IsType<FeedAnswer.Unchanged>(await AskAsync(since: read.Validators));
        var (first, second) = (_blog.Asked.First().Headers, _blog.Asked.Last().Headers);
        Assert.DoesNotContain("If-None-Match", first.Keys);
        Assert.Equal(("W/\"abc\"", "Tue, 06 Jan 2026 09:12:44 GMT"), (second["If-None-Match"], second["If-Modified-Since"]));
        Assert.Contains("application/rss+xml", first["Accept"]);
        Assert.StartsWith("ActorMail/", first["User-Agent"]);
        Assert.DoesNotContain("Cookie", second.Keys);
        Assert.DoesNotContain("traceparent", second.Keys);
    }

    [Fact]
    public async Task Validators_that_are_written_badly_are_given_back_as_they_came()
    {
        _blog.Say(200, Feed, ("ETag", "not quoted"), ("Last-Modified", "yesterday"));
        var read = Assert.IsType<FeedAnswer.Read>(await AskAsync());
        await AskAsync(since: read.Validators);
        Assert.Equal(("not quoted", "yesterday"), (_blog.Asked.Last().Headers["If-None-Match"], _blog.Asked.Last().Headers["If-Modified-Since"]));
    }

    [Fact]
    public async Task Each_refusal_is_an_answer()
    {
        _blog.Say(429, "", ("Retry-After", "120"));
        Assert.Equal(new FeedAnswer.Later("answered 429", TimeSpan.FromSeconds(120)), await AskAsync());
        _blog.Say(503, "", ("Retry-After", DateTimeOffset.UnixEpoch.ToString("R")));
        Assert.Equal(new FeedAnswer.Later("answered 503", TimeSpan.Zero), await AskAsync());
        _blog.Say(503);
        Assert.Equal(new FeedAnswer.Later("answered 503", null), await AskAsync());
        _blog.Say(410);
        Assert.IsType<FeedAnswer.Gone>(await AskAsync());
        _blog.Say(500);
        Assert.Equal(new FeedAnswer.Failed("answered 500"), await AskAsync());
        _blog.Say(200, "<html>");
        Assert.Contains("web page", Assert.IsType<FeedAnswer.Failed>(await AskAsync()).Why);
    }

    [Fact]
    public async Task A_redirect_is_followed_and_a_circle_is_left()
    {
        _blog.Answer = context =>
        {
            if (context.Request.Path == "/moved") return context.Response.WriteAsync(Feed);
            context.Response.Redirect(context.Request.Path == "/round" ? "/round" : "/moved", permanent: true);
            return Task.CompletedTask;
        };
        Assert.IsType<FeedAnswer.Read>(await AskAsync());
        Assert.Contains("more than 5 times", Assert.IsType<FeedAnswer.Failed>(await AskAsync("round")).Why);
        Assert.Equal(2 + 6, _blog.Asked.Count);
    }

    [Fact]
    public async Task A_feed_without_end_and_one_that_unpacks_to_a_gigabyte_are_cut_off()
    {
        var sent = 0L;
        _blog.Answer = async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.SmallestSize);
            var zeros = new byte[1024 * 1024];
            for (var written = 0; written < 1024 && !context.RequestAborted.IsCancellationRequested; written++, sent += zeros.Length)
                await packed.WriteAsync(zeros, context.RequestAborted);
        };
        Assert.Equal(new FeedAnswer.Failed("the feed is larger than 8 MiB"), await AskAsync());
        Assert.True(sent < 1024L * 1024 * 1024, "All of it was unpacked.");
        _blog.Say(200, new string(' ', 9 * 1024 * 1024));
        Assert.Equal(new FeedAnswer.Failed("the feed is larger than 8 MiB"), await AskAsync());
    }

    [Fact]
    public async Task Nobody_there_and_a_broken_answer_are_answers()
    {
        _blog.Answer = context =>
        {
            context.Response.ContentLength = 100;
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.IsType<FeedAnswer.Failed>(await AskAsync());
        var gone = new Uri($"http://127.0.0.1:{FreePort()}/");
        using var calls = Calls($"{gone.Host}:{gone.Port}");
        Assert.Equal(
            new FeedAnswer.Failed("no connection: refused"), await calls.Feeds.ReadAsync(gone, FeedValidators.None, CancellationToken.None));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{port}/")]
    [InlineData("http://2130706433:{port}/")]
    [InlineData("http://0177.1:{port}/")]
    [InlineData("http://0x7f000001:{port}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{port}/")]
    [InlineData("http://localhost:{port}/")]
    public async Task Without_trust_this_machine_is_not_asked_however_it_is_written(string url)
    {
        _blog.Say(200, Feed);
        using var calls = Calls();
        Assert.IsType<FeedAnswer.Failed>(
            await calls.Feeds.ReadAsync(new Uri(url.Replace("{port}", $"{_blog.Url.Port}")), FeedValidators.None, CancellationToken.None));
        Assert.Empty(_blog.Asked);
    }

    [Theory]
    [InlineData("http://127.0.0.1/", "public internet")]
    [InlineData("http://169.254.169.254/latest/meta-data/", "public internet")]
    [InlineData("http://[::1]/", "public internet")]
    [InlineData("http://10.0.0.1/", "public internet")]
    [InlineData("http://localhost/", "public internet")]
    [InlineData("https://example.org:22/", "port 22")]
    [InlineData("file:///etc/passwd", "neither http nor https")]
    [InlineData("http://a:b@example.org/", "name or password")]
    public async Task A_redirect_leads_to_no_place_that_is_not_public(string target, string why)
    {
        _blog.Say(302, "", ("Location", target));
        Assert.Contains(why, Assert.IsType<FeedAnswer.Failed>(await AskAsync()).Why);
        Assert.Single(_blog.Asked);
    }

    /// <summary>A name that is public when it is looked at and private when it is used: each connection looks again.</summary>
    [Fact]
    public async Task A_name_that_answers_differently_the_second_time_gains_nothing()
    {
        var asked = 0;
        var destinations = new Destinations([], (_, _) =>
        {
            // The first answer is used for the first connection, which nobody takes; the second one is this machine.
            return Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "192.0.3.1" : "127.0.0.1")]);
        });
        Assert.Equal([IPAddress.Parse("192.0.3.1")], await destinations.AddressesAsync("rebind.example", 80, CancellationToken.None));
        using var calls = new OutboundCalls(destinations, new Uri("http://localhost"), TimeProvider.System);
        var answer = await calls.Feeds.ReadAsync(new Uri("http://rebind.example/"), FeedValidators.None, CancellationToken.None);
        Assert.Contains("public internet", Assert.IsType<FeedAnswer.Failed>(answer).Why);
        Assert.Equal(2, asked);
    }

    /// <summary>The connection goes to the address that was looked at, and the name is not asked again for it.</summary>
    [Fact]
    public async Task The_address_that_was_looked_at_is_the_one_that_is_called()
    {
        var asked = 0;
        _blog.Say(200, Feed);
        var destinations = new Destinations([$"pinned.example:{_blog.Url.Port}"], (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        using var calls = new OutboundCalls(destinations, new Uri("http://localhost"), TimeProvider.System);
        var url = new Uri($"http://pinned.example:{_blog.Url.Port}/feed");
        Assert.IsType<FeedAnswer.Read>(await calls.Feeds.ReadAsync(url, FeedValidators.None, CancellationToken.None));
        Assert.Equal(1, asked);
        Assert.Equal($"pinned.example:{_blog.Url.Port}", _blog.Asked.Single().Headers["Host"]);
    }

    [Fact]
    public async Task Who_is_told_to_stop_stops()
    {
        using var stop = new CancellationTokenSource();
        _blog.Answer = async context =>
        {
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes("<rss>"));
            await context.Response.Body.FlushAsync();
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _calls.Feeds.ReadAsync(_blog.Url, FeedValidators.None, stop.Token));
    }

    private static OutboundCalls Calls(params string[] trusted) => new(trusted, new Uri("http://localhost"), TimeProvider.System);

    private Task<FeedAnswer> AskAsync(string path = "feed", FeedValidators? since = null) =>
        _calls.Feeds.ReadAsync(new Uri(_blog.Url, path), since ?? FeedValidators.None, CancellationToken.None);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
