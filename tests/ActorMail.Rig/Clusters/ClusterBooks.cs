using Npgsql;

namespace ActorMail.Rig.Clusters;

/// <summary>One attempt at one reader.</summary>
public sealed record Attempted(string Reader, int Number);

/// <summary>Reads the cluster's database beside the nodes and without their code.</summary>
public sealed class ClusterBooks(string connectionString)
{
    private const string OpenIntents =
        "select s.address, i.attempt from intents i join subscribers s on s.id = i.subscriber";

    private const string Doubts =
        "select s.address, a.attempt from attempts a join subscribers s on s.id = a.subscriber where a.outcome = 4 and a.note = ''";

    private const string Deciders = """
        select s.address, n.name from deliveries d join subscribers s on s.id = d.subscriber join names n on n.id = d.node
        where d.outcome = 0
        """;

    /// <summary>The address of the node whose message counts, by reader, for those who are accepted.</summary>
    public async Task<IReadOnlyDictionary<string, string>> DecidersAsync()
    {
        var found = new Dictionary<string, string>();
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(Deciders);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found[rows.GetString(0)] = rows.GetString(1);
        return found;
    }

    /// <summary>Messages started and not told the end of.</summary>
    public Task<IReadOnlySet<Attempted>> OpenAsync() => AttemptsAsync(OpenIntents);

    /// <summary>The attempts nobody knows the end of.</summary>
    public Task<IReadOnlySet<Attempted>> UncertainAsync() => AttemptsAsync(Doubts);

    /// <summary>Open slices leased to the incarnations of the node at this address, or all with null.</summary>
    public async Task<IReadOnlySet<(long Post, int No, int Epoch)>> HeldByAsync(string? address)
    {
        const string sql = """
            select s.post, s.no, s.epoch from slices s join incarnations i on i.id = s.holder
            where s.state = 'open' and ($1 = '' or i.node like '%' || $1 || '%')
            """;
        var held = new HashSet<(long, int, int)>();
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = address ?? "" });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            held.Add((rows.GetInt64(0), Convert.ToInt32(rows.GetValue(1)), Convert.ToInt32(rows.GetValue(2))));
        return held;
    }

    /// <summary>Lets the time of the claims on confirmation mails that last for minutes yet run out; gives how many there were.</summary>
    public async Task<int> ClaimsRunOutAsync()
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(
            "update sign_ups set due_at = 0 where held_by is not null and due_at > (extract(epoch from now()) + 300) * 1000");
        return await command.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlySet<Attempted>> AttemptsAsync(string sql)
    {
        var found = new HashSet<Attempted>();
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found.Add(new Attempted(rows.GetString(0), Convert.ToInt32(rows.GetValue(1))));
        return found;
    }
}
