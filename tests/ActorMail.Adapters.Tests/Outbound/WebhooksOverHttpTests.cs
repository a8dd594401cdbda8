using System.Text;
using ActorMail.Outbound;
using ActorMail.Webhooks;

namespace ActorMail.Adapters.Tests.Outbound;

public sealed class WebhooksOverHttpTests : IAsyncLifetime
{
    private static readonly WebhookSecret Secret = Read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static readonly WebhookMessage Message = new(1, "msg_1", WebhookEventNames.Test, DateTimeOffset.UnixEpoch);
    private BlogServer _server = null!;
    private OutboundCalls _calls = null!;

    public async Task InitializeAsync()
    {
        _server = await BlogServer.StartAsync();
        _calls = new OutboundCalls([_server.Trusted], new Uri("http://localhost"), TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        _calls.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_message_carries_a_signature_its_receiver_can_check()
    {
        _server.Say(204);
        Assert.Equal(new WebhookAnswer.Taken("204"), await SendAsync());
        var (line, headers, body) = Assert.Single(_server.Asked);
        Assert.Equal(("POST /hook?a=1", "application/json"), (line, headers["Content-Type"]));
        Assert.Equal("""{"type":"webhook.test","timestamp":"1970-01-01T00:00:00.000Z","data":{}}""", Encoding.UTF8.GetString(body));
        Assert.Null(StandardWebhook.Fault(
            [Secret], headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body, TimeProvider.System.GetUtcNow()));
        Assert.Equal("msg_1", headers["webhook-id"]);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(299, true)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(500, false)]
    public async Task Only_2xx_takes_it(int status, bool taken)
    {
        _server.Say(status);
        Assert.Equal(taken, await SendAsync() is WebhookAnswer.Taken);
    }

    [Fact]
    public async Task Each_other_answer_says_what_it_is()
    {
        _server.Say(410);
        Assert.Equal(new WebhookAnswer.Gone("410"), await SendAsync());
        _server.Say(429, "", ("Retry-After", "30"));
        Assert.Equal(new WebhookAnswer.NotTaken("429", TimeSpan.FromSeconds(30)), await SendAsync());
        _server.Say(302, "", ("Location", "http://127.0.0.1/"));
        Assert.Equal(new WebhookAnswer.NotTaken("302: redirects are not followed"), await SendAsync());
        _server.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.IsType<WebhookAnswer.NotTaken>(await SendAsync());
        Assert.Equal(4, _server.Asked.Count);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        _server.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        };
        Assert.IsType<WebhookAnswer.Taken>(await SendAsync());
    }

    [Fact]
    public async Task Without_trust_this_machine_is_not_told()
    {
        using var calls = new OutboundCalls([], new Uri("http://localhost"), TimeProvider.System);
        var endpoint = new WebhookEndpoint(_server.Url, [Secret], WebhookEvents.All);
        Assert.IsType<WebhookAnswer.NotTaken>(await calls.Webhooks.SendAsync(endpoint, Message, CancellationToken.None));
        Assert.IsType<WebhookAnswer.NotTaken>(
            await calls.Webhooks.SendAsync(endpoint with { Url = new Uri("http://localhost/") }, Message, CancellationToken.None));
        Assert.Empty(_server.Asked);
    }

    private Task<WebhookAnswer> SendAsync() => _calls.Webhooks.SendAsync(
        new WebhookEndpoint(new Uri(_server.Url, "hook?a=1"), [Secret], WebhookEvents.All), Message, CancellationToken.None);

    private static WebhookSecret Read(string text) => WebhookSecret.TryParse(text, out var secret, out var reason) ? secret : throw new FormatException(reason);
}
