using System.Text.Json;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>The node's own appsettings.json is edited while it runs.</summary>
public sealed class Changed_relays_take_effect_without_a_restart
{
    private readonly string _program = NodeSetup.NewFolder();

    [Fact]
    public async Task One_is_added_a_wrong_one_is_refused_by_name_and_one_is_taken_out()
    {
        try
        {
            await using var first = await Recorder.StartAsync(TimeSpan.FromMilliseconds(20));
            await using var second = await Recorder.StartAsync(TimeSpan.FromMilliseconds(20));
            CopyProgram();
            Configure(Relay("first", first.Port));
            using var setup = new NodeSetup { Program = Path.Combine(_program, "ActorMail.Node.dll") };
            setup.Set("From", "News <news@example.org>").Set("PublicUrl", setup.Url.ToString());
            await using var node = await NodeProcess.StartAsync(setup);
            await node.Api.ImportReadersAsync(1_500);
            var id = await node.Api.PublishAsync();
            await first.ReceivedAsync(50);

            Configure(Relay("first", first.Port), Relay("second", second.Port));
            await second.ReceivedAsync(50);

            await File.WriteAllTextAsync(Path.Combine(_program, "appsettings.json"), "{ \"ActorMail\": { \"Relays\": [ { ");
            await Eventually.TrueAsync(() => node.Errors.Concat(node.Output).Any(line => line.Contains("cannot be read, and the old configuration")),
                Scenario.Soon, () => node.Talk);

            Configure(new { Name = "third", Host = "127.0.0.1", Port = 99_999, Security = "ssl" });
            await Eventually.TrueAsync(() => node.Errors.Concat(node.Output).Any(line => line.Contains("stays in force")
                && line.Contains("Relays:0:Port") && line.Contains("Relays:0:Security")), Scenario.Soon, () => node.Talk);
            Assert.Equal(["first", "second"], await NamesAsync(node));

            Configure(Relay("second", second.Port));
            await Eventually.TrueAsync(async () => await NamesAsync(node) is ["second"], Scenario.Soon, () => node.Talk);
            var left = first.Taken.Count();
            var post = await node.Api.FinishedAsync(id, Scenario.Soon);
            Assert.Equal(1_500, post.Totals.Accepted);
            Assert.Equal(left, first.Taken.Count());
            Assert.All(first.Taken.Concat(second.Taken).GroupBy(line => line.Recipient), reader => Assert.Single(reader));
        }
        finally
        {
            if (Directory.Exists(_program)) Directory.Delete(_program, recursive: true);
        }
    }

    private static object Relay(string name, int port) => new { Name = name, Host = "127.0.0.1", Port = port, Security = "none", MaxConnections = 4 };

    private static async Task<string[]> NamesAsync(NodeProcess node) =>
        [.. JsonSerializer.Deserialize<JsonElement>(await node.Api.Http.GetStringAsync("api/relays")).GetProperty("relays")
            .EnumerateArray().Select(relay => relay.GetProperty("name").GetString()!)];

    private void Configure(params object[] relays)
    {
        var file = Path.Combine(_program, "appsettings.json");
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(new { ActorMail = new { Relays = relays } }));
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Its configuration is the file beside the program, and the built one belongs to every test.</summary>
    private void CopyProgram()
    {
        var built = Path.GetDirectoryName(NodeSetup.BuiltProgram)!;
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_program, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
