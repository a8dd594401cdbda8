using ActorMail.Node.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class Old_posts_are_kept_as_numbers
{
    private const int Readers = 30;

    [Fact]
    public async Task After_their_time_the_accepted_are_no_longer_named_and_everything_else_stays()
    {
        await using var scenario = await Scenario.BeginAsync(Readers);
        scenario.Setup.Set("Delivery:CompactAfter", "30d").Environment["Hocon__actormail__retention__interval"] = "200ms";
        var old = await scenario.Api.PublishAsync();
        var young = await scenario.Api.PublishAsync();
        var before = await scenario.Api.FinishedAsync(old, Scenario.Soon);
        await scenario.Api.FinishedAsync(young, Scenario.Soon);

        await scenario.Node.KillAsync();
        MakeOld(scenario.Setup, days: 31);
        await scenario.RestartAsync();

        await Eventually.TrueAsync(
            async () => (await scenario.Api.DeliveriesAsync(old, "accepted")).Count == 0, Scenario.Soon, () => scenario.Node.Tail);
        Assert.Equal(before.Totals, (await scenario.Api.ReadAsync(old)).Totals);
        Assert.Equal(Readers, (await scenario.Api.DeliveriesAsync(young, "accepted")).Count);
        var told = await scenario.Api.ExplainAsync(old, NodeApi.Reader(1));
        Assert.Equal("accepted", told.GetProperty("outcome").GetString());
        Assert.Contains("no longer kept", told.GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Moves the first post's end into the past, as time would.</summary>
    private static void MakeOld(NodeSetup setup, int days)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(setup.DataDirectory, "actormail.db")};Pooling=False");
        connection.Open();
        using var update = new SqliteCommand(
            "update posts set finished_at = finished_at - @days * 86400000 where id = (select min(id) from posts)", connection);
        update.Parameters.AddWithValue("@days", days);
        Assert.Equal(1, update.ExecuteNonQuery());
    }
}
