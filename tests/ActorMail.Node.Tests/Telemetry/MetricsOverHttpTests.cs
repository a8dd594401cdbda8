using System.Diagnostics;
using ActorMail.Node.Tests.Http;
using ActorMail.Node.Tests.Rig;
using ActorMail.Options;
using ActorMail.Web.Metrics;

namespace ActorMail.Node.Tests.Telemetry;

/// <summary><c>GET /metrics</c> as Prometheus reads it.</summary>
public sealed class MetricsOverHttpTests(WebDoor door) : IClassFixture<WebDoor>
{
    /// <summary>Exit codes of promtool: not to be read, and read with remarks on names.</summary>
    private const int Unreadable = 1;

    private const int Linted = 3;

    [Fact]
    public async Task Every_metric_of_the_table_is_there_after_a_run()
    {
        await door.ImportAsync("email\nada@example.org\nbob@example.org\n");
        await door.ReachesAsync(await door.PublishAsync(), "sent");

        var answer = await door.Client.GetAsync("/metrics");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var told = TelemetryDocument.Metrics().ToList();
        Assert.NotEmpty(told);
        Assert.All(told, name => Assert.Contains($"\n# TYPE {name} ", "\n" + text));
        Assert.Empty(text.Split('\n').Where(line => line.StartsWith("# TYPE actormail", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2]).Except(told));
        Assert.Matches("\nactormail_deliveries_total{relay=\"scripted\",outcome=\"accepted\"} [2-9]\n", text);
        Assert.Contains("# TYPE dotnet_gc_collections_total counter\n", text);
        Assert.DoesNotContain("@", text);
    }

    [ToolFact("promtool", "prometheus")]
    public async Task Prometheus_itself_reads_it_and_has_nothing_to_say()
    {
        await door.ImportAsync("email\nada@example.org\n");
        await door.ReachesAsync(await door.PublishAsync(), "sent");
        var text = await door.Client.GetStringAsync("/metrics");

        var (exit, said) = await RunAsync("promtool", text, "check", "metrics");
        Assert.True(exit is 0 or Linted, said);
        // Names of the runtime's own it may find fault with.
        Assert.All(said.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("dotnet_", line));
        var (broken, _) = await RunAsync("promtool", text + "actormail_broken{ 1\n", "check", "metrics");
        Assert.Equal(Unreadable, broken);
    }

    [ToolFact("promtool", "prometheus")]
    public async Task The_alert_rules_are_sound()
    {
        var (exit, said) = await RunAsync("promtool", "", "check", "rules", Path.Combine(TelemetryDocument.Root, "deploy/prometheus/actormail.rules.yaml"));
        Assert.True(exit == 0, said);
    }

    [Fact]
    public async Task With_keys_it_takes_one_that_may_read()
    {
        const string Key = "a-key-that-may-only-read";
        var keyed = new WebDoor();
        keyed.Options.ApiKeys.Add(new ApiKeyOptions { Key = Key, Role = "read" });
        await keyed.InitializeAsync();
        try
        {
            Assert.Equal(401, (int)(await keyed.NewClient().GetAsync("/metrics")).StatusCode);
            Assert.Equal(200, (int)(await keyed.NewClient(Key).GetAsync("/metrics")).StatusCode);
        }
        finally
        {
            await keyed.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("a.b", "s", true, "a_b_seconds_total")]
    [InlineData("a.b", "By", false, "a_b_bytes")]
    [InlineData("a.b", "{thing}", true, "a_b_total")]
    [InlineData("a_total", null, true, "a_total")]
    public void Names_get_their_unit_and_total_once(string name, string? unit, bool counts, string written) =>
        Assert.Equal(written, PrometheusName.Of(name, unit, counts));

    [Fact]
    public void Labels_and_help_cannot_break_out_of_their_line()
    {
        FamilyReading family = new("a", "two\nlines \\", "gauge", null,
            [new SeriesReading([new("relay", "main \"x\"\n\\")], double.PositiveInfinity, 1, [])]);
        Assert.Equal("# HELP a two\\nlines \\\\\n# TYPE a gauge\na{relay=\"main \\\"x\\\"\\n\\\\\"} +Inf\n", PrometheusText.Of([family]));
    }

    [Fact]
    public void The_buckets_of_a_histogram_add_up()
    {
        FamilyReading family = new("a", "", "histogram", [1, 2.5], [new SeriesReading([], 7.5, 4, [1, 2, 1])]);
        Assert.Equal(
            "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"2.5\"} 3\na_bucket{le=\"+Inf\"} 4\na_sum 7.5\na_count 4\n",
            PrometheusText.Of([family]));
    }

    private static async Task<(int Exit, string Said)> RunAsync(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Nursery.Start(start);
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var words = string.Concat(await said);
        await process.WaitForExitAsync();
        return (process.ExitCode, words);
    }
}
