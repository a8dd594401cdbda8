using ActorMail.Node.Tests.Cli;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_node_tells_of_itself_and_of_nobody_else
{
    private const string Key = "PLANTED-admin-key-0123456789";
    private const string Password = "PLANTED-relay-password";
    private const string Words = "PLANTED-words-of-a-letter";

    [Fact]
    public async Task Traces_figures_and_logs_reach_a_collector_and_no_address_or_secret_is_in_them_or_in_the_log()
    {
        await using var collector = await StubNode.StartAsync();
        foreach (var kind in new[] { "traces", "metrics", "logs" }) collector.On($"POST /v1/{kind}", 200, "", "application/x-protobuf");
        await using var relay = await Recorder.StartAsync();
        using var setup = new NodeSetup { ApiKey = Key }.SendingTo("127.0.0.1", relay.Port, 2);
        setup.Set("ApiKeys:0:Key", Key).Set("Telemetry:Otlp:Endpoint", collector.Url).Set("Telemetry:Otlp:Protocol", "http/protobuf")
            // Nobody is there: what is logged of it must not tell its login.
            .Set("Relays:1:Name", "nobody").Set("Relays:1:Host", "127.0.0.1").Set("Relays:1:Port", $"{Ports.Free()}")
            .Set("Relays:1:Security", "none").Set("Relays:1:UserName", "sender").Set("Relays:1:Password", Password);
        setup.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "100";
        setup.Environment["OTEL_BLRP_SCHEDULE_DELAY"] = "100";
        setup.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "300";
        await using var node = await NodeProcess.StartAsync(setup);
        await node.Api.ImportReadersAsync(20);
        var id = await node.Api.PublishAsync(new { subject = Words, markdown = Words });
        await node.Api.FinishedAsync(id, Scenario.Soon);

        foreach (var (kind, what) in new[]
        {
            ("traces", "post.publish"), ("traces", "smtp.send"), ("traces", "post.finish"), ("metrics", "actormail.deliveries"),
            ("metrics", "actormail.round.duration"), ("logs", "is stored and"),
        })
            await Eventually.TrueAsync(() => Sent(collector, kind).Any(body => body.Contains(what)), $"{what} at the collector");
        var logs = await Eventually.BecomesAsync(
            () => node.Api.Http.GetStringAsync("api/logs?limit=1000"), text => text.Contains("is finished and sent") && text.Contains("RelayDown"),
            "the lines of the run", Scenario.Soon);

        string[] told = [logs, await node.Api.Http.GetStringAsync("metrics"), node.Talk, .. Sent(collector, "traces"), .. Sent(collector, "metrics"), .. Sent(collector, "logs")];
        Assert.Contains("is finished and sent", node.Talk);
        Assert.All(told, text =>
        {
            Assert.DoesNotContain("@example.com", text);
            Assert.DoesNotContain("PLANTED", text);
        });
    }

    private static IEnumerable<string> Sent(StubNode collector, string kind) =>
        collector.Requests.Where(asked => asked.Line == $"POST /v1/{kind}").Select(asked => asked.Body);
}
