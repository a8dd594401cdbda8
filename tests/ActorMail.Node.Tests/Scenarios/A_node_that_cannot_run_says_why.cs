using System.Net;
using System.Net.Sockets;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_node_that_cannot_run_says_why
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Every_wrong_key_is_named_with_code_78_and_nothing_is_made()
    {
        using var setup = new NodeSetup().Set("Relays:0:Port", "99999").Set("Relays:0:Security", "ssl")
            .Set("Delivery:SliceSize", "many").Set("Delivery:GiveUpAfter", "48").Set("Nonsense", "1")
            .Set("Cluster:Enabled", "true").Set("Dkim:0:Selector", "m1").Set("Dkim:0:PrivateKeyFile", "/nowhere/m1.pem");
        setup.Environment["ASPNETCORE_URLS"] = "http://0.0.0.0:5080";
        setup.Environment["Hocon__actormail__dispatcher__lease"] = "junk";
        setup.Environment["Hocon__actormail__dispatcher__leese"] = "10s";
        await using var node = NodeProcess.Launch(setup);

        Assert.Equal(78, await node.ExitCodeAsync(AtOnce));
        string[] keys =
        [
            "ActorMail:Cluster:Enabled", "ActorMail:Delivery:GiveUpAfter", "ActorMail:Delivery:SliceSize",
            "ActorMail:From", "ActorMail:Nonsense", "ActorMail:PublicUrl", "ActorMail:Relays:0:Host",
            "ActorMail:Relays:0:Port", "ActorMail:Relays:0:Security", "urls",
            "ActorMail:Dkim:0:PrivateKeyFile", "Hocon:actormail:dispatcher:lease", "Hocon:actormail:dispatcher:leese",
        ];
        Assert.Equal(keys, node.Errors.Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.Empty(node.Output);
        Assert.False(Directory.Exists(setup.DataDirectory));
    }

    [Fact]
    public async Task A_second_node_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        using var setup = new NodeSetup();
        await using var first = await NodeProcess.StartAsync(setup);
        using var other = new NodeSetup().Set("DataDirectory", setup.DataDirectory);
        await using var second = NodeProcess.Launch(other);

        Assert.Equal(1, await second.ExitCodeAsync(AtOnce));
        Assert.Contains("Another node is running on the data in", Assert.Single(second.Errors));
        Assert.True(await first.Api.IsReadyAsync());
    }

    [Fact]
    public async Task So_is_one_with_a_folder_of_its_own_on_the_same_database()
    {
        using var setup = new NodeSetup();
        var database = $"Data Source={Path.Combine(setup.DataDirectory, "shared.db")}";
        await using var first = await NodeProcess.StartAsync(setup.Set("Database:ConnectionString", database));
        using var other = new NodeSetup().Set("Database:ConnectionString", database);
        await using var second = NodeProcess.Launch(other);

        Assert.Equal(1, await second.ExitCodeAsync(AtOnce));
        Assert.Contains("shared.db", Assert.Single(second.Errors));
    }

    [Fact]
    public async Task So_is_one_that_names_the_database_another_found_in_its_folder()
    {
        using var setup = new NodeSetup();
        await using var first = await NodeProcess.StartAsync(setup);
        using var other = new NodeSetup().Set(
            "Database:ConnectionString", $"Data Source={Path.Combine(setup.DataDirectory, "actormail.db")}");
        await using var second = NodeProcess.Launch(other);

        Assert.Equal(1, await second.ExitCodeAsync(AtOnce));
        Assert.Contains("Another node is running on the data in", Assert.Single(second.Errors));
    }

    [Fact]
    public async Task An_https_address_without_a_certificate_is_refused_in_one_line()
    {
        using var setup = new NodeSetup();
        setup.Set("PublicUrl", "https://mail.example.org").Environment["ASPNETCORE_URLS"] = "https://127.0.0.1:0";
        await using var node = NodeProcess.Launch(setup);

        Assert.Equal(78, await node.ExitCodeAsync(AtOnce));
        Assert.Contains("HTTPS", Assert.Single(node.Errors));
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        using var setup = new NodeSetup { Url = url };
        setup.Environment["ASPNETCORE_URLS"] = url.ToString();
        await using var node = NodeProcess.Launch(setup);

        Assert.Equal(1, await node.ExitCodeAsync(AtOnce));
        Assert.Contains($"127.0.0.1:{url.Port}", Assert.Single(node.Errors));
    }

    [Fact]
    public async Task A_file_that_is_no_database_of_ours_is_refused_and_left_as_it_was()
    {
        using var setup = new NodeSetup();
        Directory.CreateDirectory(setup.DataDirectory);
        var file = Path.Combine(setup.DataDirectory, "actormail.db");
        var content = string.Concat(Enumerable.Repeat("my diary\n", 1000));
        await File.WriteAllTextAsync(file, content);
        await using var node = NodeProcess.Launch(setup);

        Assert.Equal(1, await node.ExitCodeAsync(AtOnce));
        Assert.Contains("actormail.db", Assert.Single(node.Errors));
        Assert.Equal(content, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task An_unknown_command_shows_the_usage()
    {
        using var setup = new NodeSetup();
        setup.Arguments.Add("dmeo");
        await using var node = NodeProcess.Launch(setup);
        Assert.Equal(2, await node.ExitCodeAsync(AtOnce));
        Assert.Contains("'dmeo' is no command", node.Errors[0]);
        Assert.False(Directory.Exists(setup.DataDirectory));
    }
}
