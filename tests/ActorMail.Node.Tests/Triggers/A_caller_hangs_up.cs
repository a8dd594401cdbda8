using System.Net.Sockets;
using System.Text;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Triggers;

/// <summary>Callers that wait for a moment only, or not at all.</summary>
[Collection(TriggerGround.Name)]
public sealed class A_caller_hangs_up(TriggerGround ground)
{
    [CurlTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Curl_after_a_second(bool killed)
    {
        var subject = $"Low tide, killed {killed}";
        var snippet = TriggersPage.Snippet("curl", ("Low tide", subject), ("low-tide-1", $"low-tide-{killed}"));
        await ground.GoesOutAsync(subject, killed, async () =>
        {
            var ended = await ground.ShellAsync(snippet);
            Assert.True(ended.Exit == 0, ended.ToString());
            Assert.Contains("\"status\":\"sending\"", ended.Out);
        });
    }

    /// <summary>Where other tests use the machine a call may get no answer in time; it is repeated as the page says.</summary>
    [PhpCurlTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PHP_after_fifty_milliseconds(bool killed)
    {
        var subject = $"Spring tide, killed {killed}";
        var snippet = TriggersPage.Snippet("php-curl", ("Spring tide", subject), ("spring-tide-1", $"spring-tide-{killed}"));
        await ground.GoesOutAsync(subject, killed, () => Eventually.TrueAsync(
            async () => (await ground.PhpAsync(snippet)).Out.Contains("\"status\":\"sending\""), Scenario.Soon, () => "no answer in 50 ms"));
    }

    [PhpTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PHP_without_reading(bool killed)
    {
        var subject = $"Neap tide, killed {killed}";
        var snippet = TriggersPage.Snippet("socket", ("Neap tide", subject), ("neap-tide-1", $"neap-tide-{killed}"));
        await ground.GoesOutAsync(subject, killed, async () => Assert.Equal("", (await ground.PhpAsync(snippet)).Error));
    }

    /// <summary>Hundreds of them, so that some are gone before the node has looked, some while it works, some while it answers.</summary>
    [Fact]
    public async Task Many_sockets_that_close_at_once_lose_no_post()
    {
        const int calls = 200;
        for (var call = 0; call < calls; call++) Hurl($"Hung up {call}", "the body of it", cut: 0);
        await Eventually.TrueAsync(
            async () => (await ground.CountAsync("Hung up ")) == calls, Scenario.Soon, () => "a post was lost");
    }

    [Fact]
    public async Task A_request_that_breaks_off_stores_nothing()
    {
        for (var cut = 1; cut <= 200; cut += 20) Hurl("Broken off", new string('b', 200), cut);
        // What came later has been dealt with, so what came earlier has, too.
        Hurl("After what broke off", "whole", cut: 0);
        await Eventually.TrueAsync(
            async () => await ground.CountAsync("After what broke off") == 1, Scenario.Soon, () => "the whole one was lost");
        Assert.Equal(0, await ground.CountAsync("Broken off"));
    }

    /// <param name="cut">So many of the last bytes are not sent.</param>
    private void Hurl(string subject, string markdown, int cut)
    {
        var body = $$"""{"subject":"{{subject}}","markdown":"{{markdown}}"}""";
        var node = ground.Api.Http.BaseAddress!;
        var request = $"POST /api/posts HTTP/1.1\r\nHost: {node.Authority}\r\n"
            + $"Authorization: {ground.Api.Http.DefaultRequestHeaders.Authorization}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        using var socket = new TcpClient(node.Host, node.Port);
        socket.Client.Send(Encoding.ASCII.GetBytes(request[..^cut]));
    }
}
