using Npgsql;

namespace ActorMail.Moving;

/// <summary>
/// Indexes and references that are cheaper made once over all rows than kept up row by row (measured with a million readers:
/// references alone took a third of the time). Primary keys stay, since rows come in their order.
/// </summary>
internal sealed class SetAside
{
    private const string Constraints = """
        select format('alter table %I drop constraint %I', t.relname, c.conname),
            format('alter table %I add constraint %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
        from pg_constraint c join pg_class t on t.oid = c.conrelid
        where t.relnamespace = current_schema()::regnamespace and t.relname = any (@tables) and c.contype in ('f', 'u')
        order by c.contype = 'f' desc, c.oid
        """;

    private const string Indexes = """
        select format('drop index %I', x.relname), pg_get_indexdef(i.indexrelid)
        from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
        where t.relnamespace = current_schema()::regnamespace and t.relname = any (@tables)
            and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
        """;

    private readonly NpgsqlConnection _target;
    private readonly List<string> _again;

    private SetAside(NpgsqlConnection target, List<string> again) => (_target, _again) = (target, again);

    public static SetAside From(NpgsqlConnection target, string[] tables)
    {
        var parts = Read(target, Constraints, tables).Concat(Read(target, Indexes, tables)).ToList();
        foreach (var (drop, _) in parts) Run(target, drop);
        // References last: they need the unique keys they point at.
        return new SetAside(target, [.. parts.Select(part => part.Again).Reverse()]);
    }

    /// <summary>Makes them anew; a row that breaks a rule stops it.</summary>
    public void PutBack(CancellationToken cancel)
    {
        Run(_target, "set local maintenance_work_mem = '128MB'");
        foreach (var statement in _again)
        {
            cancel.ThrowIfCancellationRequested();
            Run(_target, statement);
        }
    }

    private static List<(string Drop, string Again)> Read(NpgsqlConnection target, string sql, string[] tables)
    {
        using var command = new NpgsqlCommand(sql, target);
        command.Parameters.AddWithValue("tables", tables);
        using var reader = command.ExecuteReader();
        var parts = new List<(string, string)>();
        while (reader.Read()) parts.Add((reader.GetString(0), reader.GetString(1)));
        return parts;
    }

    private static void Run(NpgsqlConnection target, string sql)
    {
        using var command = new NpgsqlCommand(sql, target);
        command.ExecuteNonQuery();
    }
}
