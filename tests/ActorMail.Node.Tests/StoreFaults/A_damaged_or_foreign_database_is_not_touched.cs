using System.Security.Cryptography;
using ActorMail.Node.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace ActorMail.Node.Tests.StoreFaults;

public sealed class A_damaged_or_foreign_database_is_not_touched
{
    [Theory]
    [InlineData("not a database", "is not a SQLite database")]
    [InlineData("another program's", "is the database of another program")]
    [InlineData("cut off", "is damaged")]
    [InlineData("a damaged page", "is damaged")]
    [InlineData("newer", "was written by a newer version of ActorMail")]
    public async Task The_start_is_refused_in_one_line_with_code_1(string what, string why)
    {
        using var setup = new NodeSetup();
        var file = FaultRun.DatabaseOf(setup);
        await MakeAsync(what, setup, file);
        var before = Hash(file);

        await using var node = NodeProcess.Launch(setup);

        Assert.Equal(1, await node.ExitCodeAsync(TimeSpan.FromSeconds(20)));
        var line = Assert.Single(node.Errors);
        Assert.Contains(why, line);
        Assert.Contains(file, line);
        Assert.Empty(node.Output);
        Assert.Equal(before, Hash(file));
        Assert.Equal([file], Directory.GetFiles(setup.DataDirectory, "*.db*").Where(name => !name.EndsWith(".lock")));
    }

    private static async Task MakeAsync(string what, NodeSetup setup, string file)
    {
        Directory.CreateDirectory(setup.DataDirectory);
        if (what == "not a database") await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("my diary\n", 1000)));
        else if (what == "another program's") Run(file, "create table notes (id integer); insert into notes values (1)");
        else
        {
            await using (var node = await NodeProcess.StartAsync(setup))
            {
                await node.Api.ImportReadersAsync(200);
                Assert.Equal(0, await node.TerminateAsync(Scenario.Soon));
            }

            if (what == "cut off") Change(file, stream => stream.SetLength(stream.Length / 2 / 4096 * 4096));
            if (what == "a damaged page") Change(file, Damage);
            if (what == "newer") Run(file, "pragma journal_mode = delete; pragma user_version = 999; pragma journal_mode = wal");
        }
    }

    /// <summary>Damages the middle of the file, where readers are: its head and its list of tables stay sound.</summary>
    private static void Damage(FileStream stream)
    {
        stream.Position = stream.Length / 2 / 4096 * 4096;
        stream.Write([.. Enumerable.Repeat((byte)0xA5, 4096)]);
    }

    private static void Change(string file, Action<FileStream> change)
    {
        using var stream = File.Open(file, FileMode.Open);
        change(stream);
    }

    private static void Run(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
